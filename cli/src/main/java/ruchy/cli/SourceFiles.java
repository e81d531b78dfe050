package ruchy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import ruchy.compiler.source.Source;

/// Reads program text from files and standard input.
final class SourceFiles {
  /// What stands for standard input where a file is named, and what problems then call it.
  static final String STANDARD_INPUT = "-";

  private static final String INPUT_NAME = "<stdin>";
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private SourceFiles() {}

  /// The text of a file, under the name that was given for it.
  ///
  /// @throws CommandFailure if the file cannot be read or is not UTF-8 text
  static Source read(String file) {
    return Source.of(file, decode(file, bytes(file)));
  }

  /// As [#read]; class files know it by its path from a folder.
  static Source read(String file, Path folder) {
    var text = decode(file, bytes(file));
    return Source.of(file, folder.relativize(absolute(file)).toString(), text);
  }

  /// The folder in which the file is.
  static Path folderOf(String file) {
    var folder = absolute(file).getParent();
    return folder == null ? absolute(".") : folder;
  }

  private static Path absolute(String file) {
    try {
      return Path.of(file).toAbsolutePath().normalize();
    } catch (InvalidPathException failure) {
      throw new CommandFailure(Status.FAILED, "Cannot read " + file + ": " + reason(file, failure));
    }
  }

  /// As [#read], with `-` for standard input.
  static Source read(String file, Terminal terminal) {
    return file.equals(STANDARD_INPUT) ? standardInput(terminal) : read(file);
  }

  static Source standardInput(Terminal terminal) {
    try {
      return Source.of(INPUT_NAME, decode(INPUT_NAME, terminal.readAll()));
    } catch (IOException failure) {
      throw new CommandFailure(
          Status.FAILED, "Cannot read standard input: " + failure.getMessage());
    }
  }

  /// A plain stream opens a file in a quarter of the time that channels take to be there for the
  /// first time; those know better why a file does not open.
  private static byte[] bytes(String file) {
    try (var stream = new FileInputStream(file)) {
      return stream.readAllBytes();
    } catch (FileNotFoundException notOpened) {
      return bytesByChannel(file);
    } catch (IOException failure) {
      throw new CommandFailure(Status.FAILED, "Cannot read " + file + ": " + reason(file, failure));
    }
  }

  private static byte[] bytesByChannel(String file) {
    try {
      return Files.readAllBytes(Path.of(file));
    } catch (IOException | InvalidPathException failure) {
      throw new CommandFailure(Status.FAILED, "Cannot read " + file + ": " + reason(file, failure));
    }
  }

  private static String reason(String file, Exception failure) {
    return switch (failure) {
      case NoSuchFileException _ -> "there is no such file";
      case AccessDeniedException _ -> "permission denied";
      case InvalidPathException _ -> "this is no file name";
      default ->
          Files.isDirectory(Path.of(file))
              ? "it is a folder"
              : String.valueOf(failure.getMessage());
    };
  }

  private static String decode(String name, byte[] bytes) {
    try {
      var text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    } catch (CharacterCodingException malformed) {
      throw new CommandFailure(Status.FAILED, "Cannot read " + name + ": it is not UTF-8 text");
    }
  }
}
