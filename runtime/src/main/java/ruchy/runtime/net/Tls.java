package ruchy.runtime.net;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.env.Surroundings;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.failure.FileReasons;
import ruchy.runtime.operator.Truth;
import ruchy.runtime.tls.KeyPair;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.ListValue;
import ruchy.runtime.value.MapValue;

/// What a side of TLS shows and whom it trusts.
///
/// Certificates are checked against those that the JDK trusts, those of the file that
/// `SSL_CERT_FILE` in the environment names, or those of the option `ca`, and against the name of
/// the host.
final class Tls {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN ([A-Z ]*)PRIVATE KEY-----([^-]*)-----END");
  private static final char[] NO_PASSWORD = {};

  private final SSLContext context;
  private final boolean isChecked;
  private final boolean needsClient;
  private final String[] protocols;

  /// The name that the server's certificate must have; null for the host that is connected to.
  private final @Nullable String name;

  private Tls(Options options) throws GeneralSecurityException, IOException {
    context = SSLContext.getInstance("TLS");
    context.init(options.keys(), options.trust(), null);
    isChecked = !options.isInsecure;
    needsClient = options.needsClient;
    protocols = options.protocols;
    name = options.name;
  }

  /// What a client's options ask for: `ca`, `cert` and `key` (files, PEM), `name`, `alpn` (a list),
  /// `insecure`. Raises IoError for files that cannot be used, ArgumentError for other options.
  static Tls ofClient(MapValue options) {
    return of(new Options(options, false));
  }

  /// What a server's options ask for: `cert` and `key` (files, PEM), `alpn`, and `ca` if clients
  /// have to show certificates.
  static Tls ofServer(MapValue options) {
    var read = new Options(options, true);
    if (read.certificate == null || read.key == null) {
      throw Failure.argumentError("A server of TLS needs the files `cert` and `key`");
    }
    return of(read);
  }

  private static Tls of(Options options) {
    try {
      return new Tls(options);
    } catch (IOException | GeneralSecurityException | IllegalArgumentException failure) {
      throw Failure.ioError("Cannot prepare TLS: " + Reasons.of(failure));
    }
  }

  SSLEngine client(String host, int port) {
    String shown = name == null ? host : name;
    SSLEngine engine = context.createSSLEngine(shown, port);
    engine.setUseClientMode(true);
    var parameters = engine.getSSLParameters();
    if (isChecked) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    parameters.setApplicationProtocols(protocols);
    engine.setSSLParameters(parameters);
    return engine;
  }

  SSLEngine server() {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    var parameters = engine.getSSLParameters();
    parameters.setNeedClientAuth(needsClient);
    parameters.setApplicationProtocols(protocols);
    engine.setSSLParameters(parameters);
    return engine;
  }

  private static final class Options {
    private @Nullable String certificate;
    private @Nullable String key;
    private @Nullable String authorities;
    private @Nullable String name;
    private boolean isInsecure;
    private String[] protocols = {};
    private final boolean needsClient;

    Options(MapValue options, boolean isServer) {
      for (int i = 0; i < options.positions(); i++) {
        Object option = options.keyAt(i);
        if (option != null) {
          read(Display.print(option), options.valueAt(i), isServer);
        }
      }
      needsClient = isServer && authorities != null;
    }

    private void read(String option, @Nullable Object value, boolean isServer) {
      switch (option) {
        case "cert" -> certificate = Display.print(value);
        case "key" -> key = Display.print(value);
        case "ca" -> authorities = Display.print(value);
        case "alpn" -> protocols = texts(value);
        case "name" -> name = Display.print(value);
        case "insecure" -> isInsecure = !isServer && Truth.truth(value);
        default -> throw Failure.argumentError("Unknown option of TLS: '" + option + "'");
      }
    }

    private static String[] texts(@Nullable Object value) {
      if (!(value instanceof ListValue list)) {
        throw Failure.argumentError("The option alpn is a list of names");
      }
      String[] texts = new String[list.size()];
      for (int i = 0; i < texts.length; i++) {
        texts[i] = Display.print(list.at(i));
      }
      return texts;
    }

    private KeyManager @Nullable [] keys() throws GeneralSecurityException, IOException {
      if (certificate == null || key == null) {
        return null;
      }
      PrivateKey secret = privateKey(key);
      List<Certificate> chain = certificates(certificate);
      if (!KeyPair.isPair(secret, chain.getFirst().getPublicKey())) {
        throw new IOException("the key in " + key + " is not that of " + certificate);
      }
      var store = empty();
      store.setKeyEntry("own", secret, NO_PASSWORD, chain.toArray(Certificate[]::new));
      var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, NO_PASSWORD);
      return factory.getKeyManagers();
    }

    private TrustManager @Nullable [] trust() throws GeneralSecurityException, IOException {
      if (isInsecure) {
        return new TrustManager[] {new TrustAll()};
      }
      String file = authorities == null ? System.getenv("SSL_CERT_FILE") : authorities;
      if (file == null || file.isEmpty()) {
        return null;
      }
      var store = empty();
      int count = 0;
      for (Certificate each : certificates(file)) {
        store.setCertificateEntry("ca" + count++, each);
      }
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory.getTrustManagers();
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, NO_PASSWORD);
      return store;
    }

    private static List<Certificate> certificates(String file)
        throws GeneralSecurityException, IOException {
      var bytes = new ByteArrayInputStream(bytes(file));
      var found =
          new ArrayList<Certificate>(
              CertificateFactory.getInstance("X.509").generateCertificates(bytes));
      if (found.isEmpty()) {
        throw new IOException("no certificate in " + file);
      }
      return found;
    }

    private static PrivateKey privateKey(String file) throws GeneralSecurityException, IOException {
      var found = KEY.matcher(new String(bytes(file), US_ASCII));
      if (!found.find()) {
        throw new IOException("no private key in " + file);
      }
      byte[] encoded = Base64.getMimeDecoder().decode(found.group(2).strip());
      return switch (found.group(1)) {
        case "" -> privateKey(encoded, file);
        case "RSA " -> privateKey(KeyForm.ofRsa(encoded), file);
        case "EC " -> privateKey(KeyForm.ofCurve(encoded), file);
        default ->
            throw new IOException(
                "the key in "
                    + file
                    + " is in the form "
                    + found.group(1).strip()
                    + "; `openssl pkcs8 -topk8 -nodes` changes it");
      };
    }

    private static PrivateKey privateKey(byte[] encoded, String file)
        throws GeneralSecurityException, IOException {
      var form = new PKCS8EncodedKeySpec(encoded);
      for (String algorithm : new String[] {"RSA", "EC", "EdDSA"}) {
        try {
          return KeyFactory.getInstance(algorithm).generatePrivate(form);
        } catch (InvalidKeySpecException another) {
          // The next one may be it.
        }
      }
      throw new IOException("the private key in " + file + " is of no known kind");
    }

    private static byte[] bytes(String file) throws IOException {
      try {
        return Files.readAllBytes(Surroundings.file(file).toPath());
      } catch (IOException failure) {
        throw Failure.ioError(
            "Cannot prepare TLS: cannot read " + file + ": " + FileReasons.of(failure));
      }
    }
  }
}
