package ruchy.runtime.client;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What an exchange asks of one address; a redirect leads to the next one.
record Hop(String method, Url url, MultiMap fields, @Nullable Buffer body) {
  static Hop first(Draft draft) {
    return new Hop(draft.method, draft.url, draft.outgoing(), draft.body);
  }

  /// Where the connection goes, and by which way.
  ///
  /// @param pinned the address of the connection; null for where the name of the host leads
  RequestOptions options(ClientOptions settings, @Nullable InetAddress pinned) {
    String name = url.isSecure() ? settings.credentials.name() : null;
    var options =
        new RequestOptions()
            .setMethod(HttpMethod.valueOf(method))
            .setHost(name == null ? url.bracketed() : name)
            .setPort(url.port())
            .setSsl(url.isSecure())
            .setURI(url.target());
    if (pinned != null) {
      String address = Url.bracketed(pinned.getHostAddress());
      options.setServer(SocketAddress.inetSocketAddress(url.port(), address));
    } else if (name != null) {
      options.setServer(SocketAddress.inetSocketAddress(url.port(), url.bracketed()));
    }
    ProxyOptions proxy = settings.proxy.of(url);
    if (proxy != null) {
      // One that accepts and then says nothing is as good as none.
      options.setProxyOptions(
          new ProxyOptions(proxy).setConnectTimeout(Duration.ofMillis(settings.connectMillis)));
    }
    return options;
  }

  /// Writes the fields into a request, with the host and the cookies that belong there.
  void enter(HttpClientRequest request, ClientOptions settings) {
    request.headers().addAll(fields);
    address(request, settings);
    addCookies(request, settings.jar);
  }

  /// By HTTP/2 the host is no field; and it may be another one than TLS was told.
  private void address(HttpClientRequest request, ClientOptions settings) {
    String host = fields.get("host");
    if (host != null && request.version() == HttpVersion.HTTP_2) {
      request.headers().remove("host");
      HostAndPort named = HostAndPort.parseAuthority(host, -1);
      if (named != null) {
        request.authority(named);
      }
    } else if (settings.credentials.name() != null) {
      request.authority(HostAndPort.create(url.bracketed(), url.port()));
    }
  }

  private void addCookies(HttpClientRequest request, @Nullable CookieJar jar) {
    if (jar != null) {
      String value = jar.field(url, fields.get("cookie"), System.currentTimeMillis());
      if (value != null) {
        request.headers().set("Cookie", value);
      }
    }
  }

  static boolean isRedirect(int status) {
    return switch (status) {
      case 301, 302, 303, 307, 308 -> true;
      default -> false;
    };
  }

  /// Whether a redirect with that status asks for the next address by GET, without the body (RFC
  /// 9110, section 15.4).
  boolean becomesGet(int status) {
    return status == 303 ? !method.equals("HEAD") : status < 303 && method.equals("POST");
  }

  /// What is asked of the address that a redirect leads to. Credentials stay with the origin that
  /// they were meant for (RFC 9110, section 15.4).
  Hop redirected(int status, Url next) {
    MultiMap kept = MultiMap.caseInsensitiveMultiMap().addAll(fields);
    if (!next.hasOriginOf(url)) {
      kept.remove("authorization").remove("cookie").remove("host");
    }
    if (!becomesGet(status)) {
      return new Hop(method, next, kept, body);
    }
    for (String name : fields.names()) {
      if (name.regionMatches(true, 0, "content-", 0, 8)) {
        kept.remove(name);
      }
    }
    return new Hop("GET", next, kept, null);
  }
}
