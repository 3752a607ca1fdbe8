package dev.lowtide.scheduler.binlog;

import com.github.shyiko.mysql.binlog.network.DefaultSSLSocketFactory;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Encryption with whoever answers, as sslMode=PREFERRED has it for all our sessions: against
 * listeners, not against impostors.
 */
final class AnyServerTls extends DefaultSSLSocketFactory {

  AnyServerTls() {
    super("TLS");
  }

  @Override
  protected void initSSLContext(SSLContext context) throws GeneralSecurityException {
    context.init(null, new TrustManager[] {new Anybody()}, null);
  }

  private static final class Anybody implements X509TrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
