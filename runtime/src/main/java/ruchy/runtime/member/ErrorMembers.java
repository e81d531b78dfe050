package ruchy.runtime.member;

import ruchy.runtime.library.Computes;
import ruchy.runtime.library.LooksShallowly;
import ruchy.runtime.library.Members;
import ruchy.runtime.library.Property;
import ruchy.runtime.library.Type;
import ruchy.runtime.value.ErrorValue;
import ruchy.runtime.value.ListValue;

/// The members of error objects (L 11.2).
@Members("error")
@Computes
public final class ErrorMembers {
  private ErrorMembers() {}

  /// The text of the error.
  ///
  /// ```ruchy
  /// try { 1 / 0 } catch (e) { e.message }   // => "Division by zero"
  /// ```
  @Property("message")
  public static String message(ErrorValue error) {
    return error.message();
  }

  /// The type of the error, by which `catch` can choose.
  ///
  /// ```ruchy
  /// try { 1 / 0 } catch (e) { e.type }   // => "DivisionByZero"
  /// ```
  @LooksShallowly
  @Property("type")
  public static String type(ErrorValue error) {
    return error.type();
  }

  /// Where the error was raised: a text `FILE:LINE:COL in FUNCTION` for each active function,
  /// innermost first.
  ///
  /// ```ruchy
  /// try { 1 / 0 } catch (e) { e.stack.len() > 0 }   // => true
  /// ```
  @LooksShallowly
  @Property("stack")
  @Type("list<string>")
  public static ListValue stack(ErrorValue error) {
    return ListValue.ofStrings(error.stack().lines());
  }
}
