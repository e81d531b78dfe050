package ruchy.runtime.failure;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/// Why an access to a file failed, in the words of errors. Java's own messages are often nothing
/// but the path.
public final class FileReasons {
  private FileReasons() {}

  /// The reason, in a few words and without the path where it is known.
  public static String of(IOException failure) {
    return switch (failure) {
      case NoSuchFileException none -> "no such file or directory";
      case FileAlreadyExistsException exists -> "it exists already";
      case AccessDeniedException denied -> "permission denied";
      case DirectoryNotEmptyException full -> "the directory is not empty";
      case NotDirectoryException none -> "not a directory";
      case FileSystemLoopException circle -> "its symbolic links go round in a circle";
      case MalformedInputException malformed -> "not UTF-8 text";
      case FileSystemException known when known.getReason() != null -> known.getReason();
      case FileNotFoundException old -> behindPath(String.valueOf(old.getMessage()));
      default -> String.valueOf(failure.getMessage());
    };
  }

  /// The reason in a message `path (reason)`.
  private static String behindPath(String message) {
    int from = message.lastIndexOf(" (");
    return from >= 0 && message.endsWith(")")
        ? message.substring(from + 2, message.length() - 1)
        : message;
  }
}
