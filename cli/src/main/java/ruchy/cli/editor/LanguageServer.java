package ruchy.cli.editor;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.format.Style;
import ruchy.compiler.problem.Problem;
import ruchy.compiler.source.Source;
import ruchy.compiler.source.Span;

/// Answers an editor: errors and warnings, completion, hover, definition and layout of the files
/// that are open in it.
public final class LanguageServer {
  private static final int INVALID_REQUEST = -32600;
  private static final int METHOD_NOT_FOUND = -32601;
  private static final int INTERNAL_ERROR = -32603;
  private static final int WIDTH = 100;

  private final Wire wire;
  private final Workshop workshop;
  private final String version;
  private final Map<String, String> open = new HashMap<>();
  private final Set<String> changed = new LinkedHashSet<>();
  private @Nullable Answers answers;
  private boolean isShutDown;

  private LanguageServer(Wire wire, Workshop workshop, String version) {
    this.wire = wire;
    this.workshop = workshop;
    this.version = version;
  }

  /// Serves one editor until it says `exit` or closes the input.
  ///
  /// @return whether the editor has said `shutdown` before, as it should
  /// @throws IOException if the editor's messages cannot be read
  public static boolean serve(InputStream in, OutputStream out, Workshop workshop, String version)
      throws IOException {
    var server = new LanguageServer(new Wire(in, out), workshop, version);
    server.run();
    return server.isShutDown;
  }

  private void run() throws IOException {
    while (wire.read() instanceof Map<?, ?> message) {
      var method = message.get("method");
      if ("exit".equals(method)) return;
      if (method instanceof String name) answer(name, message);
      // While somebody types, only the last text is worth checking.
      if (!wire.hasMore()) check();
    }
  }

  private void answer(String method, Map<?, ?> message) throws IOException {
    var id = message.get("id");
    var parameters = message.get("params") instanceof Map<?, ?> given ? given : Map.of();
    var reply = new LinkedHashMap<String, @Nullable Object>();
    reply.put("jsonrpc", "2.0");
    reply.put("id", id);
    try {
      if (isShutDown && id != null) {
        reply.put("error", error(INVALID_REQUEST, "The server is shut down"));
      } else if (id == null) {
        tell(method, parameters);
        return;
      } else {
        reply.put("result", result(method, parameters));
      }
    } catch (UnknownMethod unknown) {
      reply.put("error", error(METHOD_NOT_FOUND, "Unknown method: " + method));
    } catch (RuntimeException internal) {
      reply.put("error", error(INTERNAL_ERROR, String.valueOf(internal)));
    }
    if (id != null) wire.write(reply);
  }

  private static Map<String, Object> error(int code, String message) {
    return Map.of("code", code, "message", message);
  }

  /// A request that is none of those that were offered.
  private static final class UnknownMethod extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private @Nullable Object result(String method, Map<?, ?> parameters) {
    return switch (method) {
      case "initialize" -> initialized();
      case "shutdown" -> {
        isShutDown = true;
        yield null;
      }
      case "textDocument/completion" -> {
        var program = program(parameters);
        yield program == null
            ? List.of()
            : answers().completion(program, offset(program, parameters), workshop);
      }
      case "textDocument/hover" -> {
        var program = program(parameters);
        yield program == null ? null : answers().hover(program, offset(program, parameters));
      }
      case "textDocument/definition" -> definition(parameters);
      case "textDocument/formatting" -> format(parameters);
      default -> throw new UnknownMethod();
    };
  }

  private Map<String, Object> initialized() {
    var capabilities =
        Map.of(
            "textDocumentSync", Map.of("openClose", true, "change", 1),
            "completionProvider", Map.of("triggerCharacters", List.of(".", ":")),
            "hoverProvider", true,
            "definitionProvider", true,
            "documentFormattingProvider", true);
    return Map.of(
        "capabilities", capabilities, "serverInfo", Map.of("name", "ruchyc", "version", version));
  }

  /// The manual is read when it is asked for first.
  private Answers answers() {
    var known = answers;
    if (known == null) {
      known = new Answers();
      answers = known;
    }
    return known;
  }

  private void tell(String method, Map<?, ?> parameters) throws IOException {
    var uri = uri(parameters);
    switch (method) {
      case "textDocument/didOpen" -> {
        if (parameters.get("textDocument") instanceof Map<?, ?> file
            && file.get("text") instanceof String text) {
          open.put(uri, text);
          changed.add(uri);
        }
      }
      case "textDocument/didChange" -> {
        if (parameters.get("contentChanges") instanceof List<?> changes
            && !changes.isEmpty()
            && changes.getLast() instanceof Map<?, ?> change
            && change.get("text") instanceof String text) {
          open.put(uri, text);
          changed.add(uri);
        }
      }
      case "textDocument/didSave" -> changed.addAll(open.keySet());
      case "textDocument/didClose" -> {
        open.remove(uri);
        changed.remove(uri);
        publish(uri, List.of());
      }
      default -> {}
    }
  }

  private static String uri(Map<?, ?> parameters) {
    return parameters.get("textDocument") instanceof Map<?, ?> file
            && file.get("uri") instanceof String uri
        ? uri
        : "";
  }

  private static String pathOf(String uri) {
    return uri.startsWith("file:") ? Path.of(URI.create(uri)).toString() : uri;
  }

  private @Nullable Source source(String uri) {
    var text = open.get(uri);
    return text == null ? null : Source.of(pathOf(uri), text);
  }

  private @Nullable Program program(Map<?, ?> parameters) {
    var source = source(uri(parameters));
    return source == null ? null : Program.of(source);
  }

  private static int offset(Program program, Map<?, ?> parameters) {
    return parameters.get("position") instanceof Map<?, ?> position
        ? Places.offset(program.source(), position)
        : 0;
  }

  private void check() throws IOException {
    for (String uri : changed) {
      var source = source(uri);
      if (source == null) continue;
      var told = new ArrayList<Map<String, Object>>();
      for (Problem problem : workshop.check(source)) {
        if (problem.span().source().name().equals(source.name())) told.add(diagnostic(problem));
      }
      publish(uri, told);
    }
    changed.clear();
  }

  private static Map<String, Object> diagnostic(Problem problem) {
    int severity =
        switch (problem.severity()) {
          case ERROR -> 1;
          case WARNING -> 2;
        };
    var hint = problem.hint();
    return Map.of(
        "range",
        Places.range(problem.span()),
        "severity",
        severity,
        "code",
        problem.code(),
        "source",
        "ruchyc",
        "message",
        hint == null ? problem.message() : problem.message() + "\n" + hint);
  }

  private void publish(String uri, List<Map<String, Object>> diagnostics) throws IOException {
    wire.write(
        Map.of(
            "jsonrpc",
            "2.0",
            "method",
            "textDocument/publishDiagnostics",
            "params",
            Map.of("uri", uri, "diagnostics", diagnostics)));
  }

  private @Nullable Object definition(Map<?, ?> parameters) {
    var program = program(parameters);
    if (program == null) return null;
    return program
        .word(offset(program, parameters))
        .flatMap(word -> program.definition(word, workshop))
        .map(span -> location(span, program, uri(parameters)))
        .orElse(null);
  }

  private static Map<String, Object> location(Span span, Program program, String uri) {
    boolean isHere = span.source() == program.source();
    var target = isHere ? uri : Path.of(span.source().name()).toAbsolutePath().toUri().toString();
    return Map.of("uri", target, "range", Places.range(span));
  }

  private @Nullable Object format(Map<?, ?> parameters) {
    var source = source(uri(parameters));
    if (source == null) return null;
    var options = parameters.get("options") instanceof Map<?, ?> given ? given : Map.of();
    long indent = options.get("tabSize") instanceof Long size ? size : Style.STANDARD.indent();
    boolean tabs = Boolean.FALSE.equals(options.get("insertSpaces"));
    var text = workshop.format(source, new Style(WIDTH, Math.clamp(indent, 0, 16), tabs));
    if (text.isEmpty() || text.get().equals(source.text())) return Collections.emptyList();
    var all = new Span(source, 0, source.text().length());
    return List.of(Map.of("range", Places.range(all), "newText", text.get()));
  }
}
