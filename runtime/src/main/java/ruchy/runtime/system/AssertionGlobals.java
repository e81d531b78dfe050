package ruchy.runtime.system;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Globals;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Type;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.Equality;
import ruchy.runtime.value.Options;

/// Checks that a program makes of itself (L 16).
@Globals
public final class AssertionGlobals {
  private static final String FAILED = "Assertion failed";

  private AssertionGlobals() {}

  /// Raises an AssertionError unless the condition is true.
  ///
  /// ```ruchy
  /// assert(1 + 1 == 2)
  /// ```
  @Export("assert")
  public static void check(@Reads @Nullable Object condition) {
    if (!Options.isTrue(condition)) {
      throw Failure.assertion(FAILED);
    }
  }

  /// Raises an AssertionError with that message unless the condition is true.
  ///
  /// ```ruchy
  /// try { assert(1 > 2, "too small") } catch e { e.message }   // => "Assertion failed: too small"
  /// ```
  @Export("assert")
  public static void check(@Reads @Nullable Object condition, @Reads @Nullable Object message) {
    if (!Options.isTrue(condition)) {
      throw Failure.assertion(FAILED + ": " + Display.print(message));
    }
  }

  /// Raises an AssertionError unless both values are equal.
  ///
  /// ```ruchy
  /// assert_eq(2 + 2, 4)
  /// ```
  @Export
  public static void assertEq(@Reads @Nullable Object actual, @Reads @Nullable Object expected) {
    if (!Equality.equal(actual, expected)) {
      throw Failure.assertion(FAILED + ": " + difference(actual, expected));
    }
  }

  /// Raises an AssertionError with that message unless both values are equal.
  ///
  /// ```ruchy
  /// try { assert_eq(1, 2, "sum") } catch e { e.message }   // => "Assertion failed: sum (expected 2, got 1)"
  /// ```
  @Export
  public static void assertEq(
      @Reads @Nullable Object actual,
      @Reads @Nullable Object expected,
      @Reads @Nullable Object message) {
    if (!Equality.equal(actual, expected)) {
      throw Failure.assertion(with(message, difference(actual, expected)));
    }
  }

  /// Raises an AssertionError if both values are equal.
  ///
  /// ```ruchy
  /// assert_ne(2 + 2, 5)
  /// ```
  @Export
  public static void assertNe(@Reads @Nullable Object actual, @Reads @Nullable Object unexpected) {
    if (Equality.equal(actual, unexpected)) {
      throw Failure.assertion(FAILED + ": " + notExpected(unexpected));
    }
  }

  /// Raises an AssertionError with that message if both values are equal.
  ///
  /// ```ruchy
  /// try { assert_ne(1, 1, "sum") } catch e { e.message }   // => "Assertion failed: sum (expected not 1)"
  /// ```
  @Export
  public static void assertNe(
      @Reads @Nullable Object actual,
      @Reads @Nullable Object unexpected,
      @Reads @Nullable Object message) {
    if (Equality.equal(actual, unexpected)) {
      throw Failure.assertion(with(message, notExpected(unexpected)));
    }
  }

  private static String difference(@Nullable Object actual, @Nullable Object expected) {
    return "expected " + Display.debug(expected) + ", got " + Display.debug(actual);
  }

  private static String notExpected(@Nullable Object unexpected) {
    return "expected not " + Display.debug(unexpected);
  }

  private static String with(@Nullable Object message, String difference) {
    return FAILED + ": " + Display.print(message) + " (" + difference + ")";
  }

  /// Raises a Panic with that message.
  ///
  /// ```ruchy
  /// try { panic("no way") } catch e { e.message }   // => "no way"
  /// ```
  @Export
  @Type("never")
  public static void panic(@Reads @Nullable Object message) {
    throw Failure.panic(Display.print(message));
  }

  /// Raises a Panic without a message of its own.
  ///
  /// ```ruchy
  /// try { panic() } catch e { e.message }   // => "explicit panic"
  /// ```
  @Export
  @Type("never")
  public static void panic() {
    throw Failure.panic("explicit panic");
  }

  /// Raises a Panic: this is not written yet.
  ///
  /// ```ruchy
  /// try { todo() } catch e { e.message }   // => "not yet implemented"
  /// ```
  @Export
  @Type("never")
  public static void todo() {
    throw Failure.panic("not yet implemented");
  }

  /// Raises a Panic: what the message names is not written yet.
  ///
  /// ```ruchy
  /// try { todo("case 3") } catch e { e.message }   // => "not yet implemented: case 3"
  /// ```
  @Export
  @Type("never")
  public static void todo(@Reads @Nullable Object message) {
    throw Failure.panic("not yet implemented: " + Display.print(message));
  }

  /// Raises a Panic: this is not offered.
  ///
  /// ```ruchy
  /// try { unimplemented() } catch e { e.message }   // => "not implemented"
  /// ```
  @Export
  @Type("never")
  public static void unimplemented() {
    throw Failure.panic("not implemented");
  }

  /// Raises a Panic: what the message names is not offered.
  ///
  /// ```ruchy
  /// try { unimplemented("case 3") } catch e { e.message }   // => "not implemented: case 3"
  /// ```
  @Export
  @Type("never")
  public static void unimplemented(@Reads @Nullable Object message) {
    throw Failure.panic("not implemented: " + Display.print(message));
  }

  /// Raises a Panic: the program should never come here.
  ///
  /// ```ruchy
  /// try { unreachable() } catch e { e.message }   // => "entered unreachable code"
  /// ```
  @Export
  @Type("never")
  public static void unreachable() {
    throw Failure.panic("entered unreachable code");
  }

  /// Raises a Panic: the program should never come here, and the message says why.
  ///
  /// ```ruchy
  /// try { unreachable("case 3") } catch e { e.message }   // => "entered unreachable code: case 3"
  /// ```
  @Export
  @Type("never")
  public static void unreachable(@Reads @Nullable Object message) {
    throw Failure.panic("entered unreachable code: " + Display.print(message));
  }
}
