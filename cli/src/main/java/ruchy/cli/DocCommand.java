package ruchy.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.document.Document;
import ruchy.compiler.document.DocumentHtml;
import ruchy.compiler.document.DocumentJson;
import ruchy.compiler.document.DocumentMarkdown;
import ruchy.compiler.document.DocumentReader;
import ruchy.compiler.document.LibraryDocuments;
import ruchy.compiler.problem.ProblemPrinter;
import ruchy.compiler.problem.Problems;
import ruchy.runtime.manual.Manual;

/// `ruchyc doc FILES`, `ruchyc doc --library`: reference pages from `///` comments, one for each
/// file or each part of the library.
///
/// @param files none for the library
/// @param output the folder to write to; null for standard output
/// @param format null for HTML in a folder and Markdown on standard output
/// @param withPrivate also what other files do not see
record DocCommand(
    List<String> files, @Nullable String output, @Nullable Format format, boolean withPrivate)
    implements Command {
  private static final String LIBRARY = "The library of Ruchy";

  /// How a page is written.
  enum Format {
    HTML(".html"),
    MARKDOWN(".md"),
    JSON(".json");

    private final String end;

    Format(String end) {
      this.end = end;
    }

    /// The format of that name, or null.
    static @Nullable Format named(String name) {
      for (Format format : values()) {
        if (format.name().toLowerCase(Locale.ROOT).equals(name)) return format;
      }
      return null;
    }
  }

  @Override
  public int perform(Terminal terminal) {
    var problems = new Problems();
    var documents =
        files.isEmpty() ? LibraryDocuments.of(Manual.load()) : documents(problems, terminal);
    if (problems.hasErrors()) {
      var printer = new ProblemPrinter(terminal.hasColours(), false);
      terminal.complain(printer.print(problems.inOrder()).stripTrailing());
      return Status.FAILED;
    }
    if (output == null) {
      terminal.print(text(documents, format == null ? Format.MARKDOWN : format).stripTrailing());
    } else {
      write(documents, format == null ? Format.HTML : format, output);
      terminal.print("✓ Documentation written to: " + output);
    }
    return Status.OK;
  }

  private List<Document> documents(Problems problems, Terminal terminal) {
    var documents = new ArrayList<Document>();
    for (String file : files) {
      documents.add(DocumentReader.read(SourceFiles.read(file, terminal), withPrivate, problems));
    }
    return documents;
  }

  private static String text(List<Document> documents, Format format) {
    return switch (format) {
      case JSON -> DocumentJson.of(documents);
      case HTML -> String.join("\n", documents.stream().map(DocumentHtml::of).toList());
      case MARKDOWN -> String.join("\n", documents.stream().map(DocumentMarkdown::of).toList());
    };
  }

  /// One file for each page, and one that names them all.
  private void write(List<Document> documents, Format format, String folder) {
    var pages = new LinkedHashMap<String, String>();
    try {
      var target = Files.createDirectories(Path.of(folder));
      for (Document document : documents) {
        var file = fileName(document, format, pages.keySet());
        pages.put(file, document.name());
        Files.writeString(target.resolve(file), text(List.of(document), format));
      }
      var title = files.isEmpty() ? LIBRARY : "Documentation";
      switch (format) {
        case HTML ->
            Files.writeString(target.resolve("index.html"), DocumentHtml.index(title, pages));
        case MARKDOWN ->
            Files.writeString(target.resolve("README.md"), markdownIndex(title, pages));
        case JSON -> {}
      }
    } catch (IOException | InvalidPathException failure) {
      throw new CommandFailure(
          Status.FAILED, "Cannot write to " + folder + ": " + failure.getMessage());
    }
  }

  /// The name of the page's file: no other page has it, also where upper and lower case are the
  /// same.
  private static String fileName(Document document, Format format, Set<String> others) {
    var taken = new HashSet<String>(List.of("index.html", "readme.md"));
    others.forEach(name -> taken.add(name.toLowerCase(Locale.ROOT)));
    var name = document.name().replaceAll("[^\\p{L}\\p{N}_.-]+", "-");
    var free = name + format.end;
    for (int i = 2; taken.contains(free.toLowerCase(Locale.ROOT)); i++) {
      free = name + "-" + i + format.end;
    }
    return free;
  }

  private static String markdownIndex(String title, Map<String, String> pages) {
    var text = new StringBuilder("# ").append(title).append("\n\n");
    pages.forEach(
        (file, name) -> text.append("- [").append(name).append("](").append(file).append(")\n"));
    return text.toString();
  }
}
