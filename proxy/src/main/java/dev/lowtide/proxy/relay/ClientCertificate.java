package dev.lowtide.proxy.relay;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Whom a client's certificate names: its subject's common name, and its alternative names. */
final class ClientCertificate {

  /** GeneralName of RFC 5280: rfc822Name, dNSName, uniformResourceIdentifier. */
  private static final List<Integer> TEXTS = List.of(1, 2, 6);

  private ClientCertificate() {}

  /** Whether the certificate that a client has shown names this user, letter by letter. */
  static boolean names(Channel client, String user) {
    return !user.isEmpty()
        && shown(client)
            .filter(shown -> isSubject(shown, user) || isAlternative(shown, user))
            .isPresent();
  }

  private static Optional<X509Certificate> shown(Channel client) {
    SslHandler tls = client.pipeline().get(SslHandler.class);
    try {
      Certificate[] chain =
          tls == null ? new Certificate[0] : tls.engine().getSession().getPeerCertificates();
      return chain.length > 0 && chain[0] instanceof X509Certificate first
          ? Optional.of(first)
          : Optional.empty();
    } catch (SSLPeerUnverifiedException e) {
      return Optional.empty();
    }
  }

  private static boolean isSubject(X509Certificate certificate, String user) {
    try {
      return new LdapName(certificate.getSubjectX500Principal().getName())
          .getRdns().stream()
              .anyMatch(
                  part -> part.getType().equalsIgnoreCase("CN") && user.equals(part.getValue()));
    } catch (InvalidNameException e) {
      return false;
    }
  }

  private static boolean isAlternative(X509Certificate certificate, String user) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names != null
          && names.stream()
              .anyMatch(name -> TEXTS.contains(name.get(0)) && user.equals(name.get(1)));
    } catch (CertificateParsingException e) {
      return false;
    }
  }
}
