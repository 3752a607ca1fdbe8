package dev.lowtide.app;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.lowtide.proxy.relay.BackendAddress;
import dev.lowtide.scheduler.shrink.ByteSize;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The configuration file, as it is written. What is left out is null here and gets its default in
 * {@link Settings}; the README lists every setting.
 */
record AppConfig(
    @Nullable Proxy proxy,
    @Nullable Target target,
    @Nullable Console console,
    @Nullable Store store,
    @Nullable ApprovalSection approval,
    @Nullable Shrink shrink,
    @Nullable Copy copy,
    @Nullable Quiet quiet,
    @Nullable Candidates candidates,
    @Nullable Load load,
    @Nullable State state,
    @Nullable List<Webhook> webhooks,
    @Nullable Log log) {

  record Proxy(
      @Nullable HostPort listen,
      @Nullable BackendAddress backend,
      @Nullable List<String> clientNetworks,
      @Nullable ProxyProtocol proxyProtocol,
      @Nullable Integer sessionsMax,
      @Nullable Duration dialTimeout,
      @Nullable Duration loginTimeout,
      @Nullable Duration drainFor,
      @Nullable Integer eventLoops,
      @Nullable Tls tls) {}

  record ProxyProtocol(@Nullable List<String> from, @Nullable ToBackend toBackend) {}

  /** Which version of the PROXY protocol's header the backend is sent. */
  enum ToBackend {
    @JsonProperty("off")
    OFF,
    @JsonProperty("v1")
    V1,
    @JsonProperty("v2")
    V2
  }

  record Tls(
      @Nullable String mode,
      @Nullable String clients,
      @Nullable String backend,
      @Nullable String certificate,
      @Nullable String key,
      @Nullable String clientCa,
      @Nullable String backendCa,
      @Nullable String backendCertificate,
      @Nullable String backendKey) {}

  record Target(
      @Nullable HostPort address,
      @Nullable String user,
      @Nullable String password,
      @Nullable String passwordFile,
      @Nullable List<HostPort> replicas,
      @Nullable String dataDirectory) {

    @Override
    public String toString() {
      return "Target[address=" + address + ", user=" + user + "]";
    }
  }

  record Console(@Nullable HostPort listen, @Nullable String publicUrl) {}

  record Store(
      @Nullable String url,
      @Nullable String user,
      @Nullable String password,
      @Nullable String passwordFile) {

    @Override
    public String toString() {
      return "Store[url=" + url + ", user=" + user + "]";
    }
  }

  record Shrink(
      @Nullable Duration clientWaitMax,
      @Nullable Duration holdDeadline,
      @Nullable Integer attemptsMax,
      @Nullable Duration retryAfter) {}

  record Copy(
      @Nullable Duration cutOverMax,
      @Nullable Duration keepOldFor,
      @Nullable Boolean keepInStep,
      @Nullable ByteSize diskReserve,
      @Nullable ByteSize spoolMax,
      @Nullable Duration replicaLagMax,
      @Nullable UnwatchedReplicas unwatchedReplicas,
      @Nullable Integer shareWithClientsMax,
      @Nullable Integer threadsRunningMax,
      @Nullable Integer commandsInFlightMax,
      @Nullable Double slowerThanUsualMax,
      @Nullable Integer historyLengthMax,
      @Nullable Integer checkpointAgePercentMax,
      @Nullable Integer breakerStandstillsMax,
      @Nullable Duration breakerOpenFor,
      @Nullable Duration breakerOpenForMax) {}

  /** What becomes of copies on a server that has replicas which nobody looks at. */
  enum UnwatchedReplicas {
    @JsonProperty("refused")
    REFUSED,
    @JsonProperty("allowed")
    ALLOWED
  }

  record Quiet(
      @Nullable Duration quietFor,
      @Nullable Double statementsPerSecondMax,
      @Nullable Integer commandsInFlightMax,
      @Nullable Double slowerThanUsualMax,
      @Nullable Duration slowFloor,
      @Nullable Integer threadsRunningMax,
      @Nullable Integer openTransactionsMax,
      @Nullable Duration transactionAgeMax,
      @Nullable Duration replicaLagMax,
      @Nullable Integer historyLengthMax,
      @Nullable Integer checkpointAgePercentMax,
      @Nullable Duration readViewAgeMax,
      @Nullable Duration tableUnwrittenFor) {}

  record Candidates(
      @Nullable ByteSize fileSizeMin,
      @Nullable Integer percentMin,
      @Nullable Integer tablesMax,
      @Nullable Duration paybackMin,
      @Nullable Duration measureEvery,
      @Nullable Duration historyFor) {}

  record Load(
      @Nullable Duration fineFor,
      @Nullable Duration coarseFor,
      @Nullable Duration historyFor,
      @Nullable Duration runsFor) {}

  record Webhook(
      @Nullable String url,
      @Nullable String secret,
      @Nullable String secretFile,
      @Nullable List<String> events) {

    /** Addresses often have a secret in them. */
    @Override
    public String toString() {
      return "Webhook[events=" + events + "]";
    }
  }

  record State(@Nullable String directory) {}

  record Log(@Nullable LogFormat format, @Nullable LogLevel level) {}

  /** How log lines look. */
  enum LogFormat {
    @JsonProperty("text")
    TEXT,
    @JsonProperty("json")
    JSON
  }

  /** What is logged. */
  enum LogLevel {
    @JsonProperty("debug")
    DEBUG,
    @JsonProperty("info")
    INFO,
    @JsonProperty("warn")
    WARN
  }
}
