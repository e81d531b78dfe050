package ruchy.runtime.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.MimeMapping;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.engine.Engine;
import ruchy.runtime.engine.Outcome;

/// Files that Vert.x Web's static handler sends (media types, ranges, zero-copy), after this class
/// has found the file safely and answered what asks only whether it has changed.
final class DirectoryFiles implements StaticFiles {
  private final String prefix;
  private final Path root;
  private final FileOptions options;
  private final FileSearch search;

  /// Who waits for the file that is being sent on a connection; there is one at a time.
  private final Map<HttpConnection, Outcome<Boolean>> sending = new ConcurrentHashMap<>();

  private volatile @Nullable Router sender;

  /// `prefix` is a literal path without `/` at its end.
  DirectoryFiles(String prefix, Path root, FileOptions options) {
    this.prefix = prefix;
    this.root = root;
    this.options = options;
    this.search = new FileSearch(root, options);
  }

  @Override
  public boolean answer(String path, Request request, Response response) {
    return switch (search.find(path)) {
      case null -> false;
      case FileSearch.Found.Directory directory -> {
        String query = request.queryString();
        response.redirect(request.path() + "/" + (query.isEmpty() ? "" : "?" + query), 301);
        yield true;
      }
      case FileSearch.Found.File file -> {
        FileVersion version = FileVersion.of(file.attributes());
        describe(response, file.path(), file.attributes(), version, options.maxAgeSeconds());
        if (version.isKnownTo(request)) {
          response.empty(304);
          yield true;
        }
        yield send(request, response, version, file.attributes().size());
      }
    };
  }

  /// Sets the fields that tell a client what the file is and how long it may keep it.
  static void describe(
      Response response,
      Path file,
      BasicFileAttributes attributes,
      FileVersion version,
      long maxAgeSeconds) {
    response.header("etag", version.tag());
    response.header("last-modified", HttpDate.of(attributes.lastModifiedTime().toMillis()));
    response.header("x-content-type-options", "nosniff");
    if (response.header("content-type") == null) {
      response.header("content-type", mediaType(file));
    }
    if (response.header("cache-control") == null) {
      response.header("cache-control", "public, max-age=" + maxAgeSeconds);
    }
  }

  private static String mediaType(Path file) {
    String type = MimeMapping.mimeTypeForFilename(file.toString());
    if (type == null) {
      return "application/octet-stream";
    }
    return type.startsWith("text/") || type.endsWith("javascript") || type.endsWith("json")
        ? type + "; charset=utf-8"
        : type;
  }

  /// Lets Vert.x Web send the file; false when it has vanished meanwhile.
  private boolean send(Request request, Response response, FileVersion version, long size) {
    HttpServerRequest incoming = request.incoming();
    Ranges.normalise(incoming.headers(), version, size);
    response.handOver("server.static");
    boolean isSent =
        Bridge.await(
            (Outcome<Boolean> outcome) ->
                request
                    .loop()
                    .context()
                    .runOnContext(
                        nothing -> {
                          sending.put(incoming.connection(), outcome);
                          sender().handle(incoming);
                        }));
    if (isSent) {
      response.writtenElsewhere();
    } else {
      response.takeBack();
    }
    return isSent;
  }

  private Router sender() {
    Router made = sender;
    if (made == null) {
      made = makeSender();
      sender = made;
    }
    return made;
  }

  private Router makeSender() {
    Router router = Router.router(Engine.vertx());
    StaticHandler files =
        StaticHandler.create(FileSystemAccess.ROOT, root.toAbsolutePath().normalize().toString())
            // Searched for and described before; kept nowhere, so a changed file is sent as it is.
            .setCachingEnabled(false)
            .setIncludeHidden(true)
            .setSendVaryHeader(false)
            .setDefaultContentEncoding("utf-8");
    if (options.index() != null) {
      files.setIndexPage(options.index());
    }
    router.route(prefix + "/*").handler(this::begin).handler(files);
    router.route().handler(context -> end(context, false)).failureHandler(DirectoryFiles::fail);
    return router;
  }

  private void begin(RoutingContext context) {
    context.addEndHandler(sent -> end(context, true));
    context.next();
  }

  private void end(RoutingContext context, boolean isSent) {
    Outcome<Boolean> outcome = sending.remove(context.request().connection());
    if (outcome != null) {
      outcome.complete(isSent);
    }
  }

  /// For example a range that the file does not have: 416.
  private static void fail(RoutingContext context) {
    int status = context.statusCode() > 0 ? context.statusCode() : 500;
    MultiMap fields = context.response().headers();
    fields.remove(HttpHeaders.CONTENT_LENGTH);
    context.response().setStatusCode(status).setStatusMessage(Reasons.of(status)).end();
  }
}
