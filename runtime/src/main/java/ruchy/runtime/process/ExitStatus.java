package ruchy.runtime.process;

import ruchy.runtime.library.Export;
import ruchy.runtime.library.LibraryType;
import ruchy.runtime.value.LibraryObject;

/// How another program ended (L 16).
@LibraryType("ExitStatus")
public final class ExitStatus implements LibraryObject {
  private final long code;

  ExitStatus(long code) {
    this.code = code;
  }

  @Override
  public String typeName() {
    return "ExitStatus";
  }

  @Override
  public String display() {
    return "exit status: " + code;
  }

  /// Whether the status is 0.
  ///
  /// ```ruchy
  /// Command::new("true").status().unwrap().success()   // => true
  /// ```
  @Export
  public boolean success() {
    return code == 0;
  }

  /// The status as a number.
  ///
  /// ```ruchy
  /// Command::new("true").status().unwrap().code()   // => 0
  /// ```
  @Export
  public long code() {
    return code;
  }
}
