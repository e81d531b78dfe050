package ruchy.runtime.sync;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.engine.Gate;
import ruchy.runtime.library.Associated;
import ruchy.runtime.library.CallsAtOnce;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.HandsOn;
import ruchy.runtime.library.HoldsValue;
import ruchy.runtime.library.LibraryType;
import ruchy.runtime.library.Mutates;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Type;
import ruchy.runtime.library.Waits;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.GrowingText;
import ruchy.runtime.value.Wrapper;

/// A cell that holds one value (L 12.9). `*cell` is the value, `*cell = v` changes it, and members
/// that the cell lacks are those of the value. Its content is shared state like any other, so the
/// turn guards it.
@LibraryType("sync::Cell")
@HandsOn
@HoldsValue
public final class Cell implements Wrapper {
  private final Gate gate = new Gate();

  /// The content, or a `GrowingText` in its place.
  private @Nullable Object held;

  private Cell(@Nullable Object content) {
    this.held = content;
  }

  /// A new cell that holds the value.
  ///
  /// ```ruchy
  /// let count = Mutex::new(0)
  /// *count.lock().unwrap() += 1
  /// *count   // => 1
  /// ```
  @CallsAtOnce
  @Export("new")
  @Associated({"Mutex", "RwLock", "RefCell", "Cell"})
  public static @Type("any") Object create(@Nullable Object value) {
    return new Cell(value);
  }

  @Override
  public String typeName() {
    return "sync::Cell";
  }

  @Override
  public @Nullable Object content() {
    return GrowingText.value(held);
  }

  @Override
  public void setContent(@Nullable Object value) {
    held = value;
  }

  @Override
  public @Nullable Object held() {
    return held;
  }

  @Override
  public void hold(@Nullable Object held) {
    this.held = held;
  }

  /// The cell itself, without waiting: no code of another task runs between two blocking points.
  ///
  /// ```ruchy
  /// let list = Mutex::new([])
  /// list.lock().unwrap().push(1)
  /// *list   // => [1]
  /// ```
  @Export({"lock", "read", "write", "borrow", "borrow_mut"})
  public @Type("any") Object itself() {
    return this;
  }

  /// The cell itself: what `lock` and its relatives give cannot fail.
  ///
  /// ```ruchy
  /// *Mutex::new(5).lock().unwrap()   // => 5
  /// ```
  @Export
  public @Type("any") Object unwrap() {
    return this;
  }

  /// The cell itself, as `unwrap`.
  ///
  /// ```ruchy
  /// *Mutex::new(5).lock().expect("poisoned")   // => 5
  /// ```
  @Export
  public @Type("any") Object expect(@Reads @Nullable Object message) {
    return this;
  }

  /// The same cell: both names mean one content.
  ///
  /// ```ruchy
  /// let cell = RefCell::new([])
  /// cell.clone().borrow_mut().push(1)
  /// *cell   // => [1]
  /// ```
  @Export("clone")
  public @Type("any") Object same() {
    return this;
  }

  /// The value in the cell.
  ///
  /// ```ruchy
  /// Cell::new(5).get()   // => 5
  /// ```
  @Export({"get", "into_inner"})
  public @Nullable Object get() {
    return content();
  }

  /// Puts another value into the cell.
  ///
  /// ```ruchy
  /// let cell = Cell::new(1)
  /// cell.set(2)
  /// cell.get()   // => 2
  /// ```
  @CallsAtOnce
  @Export
  @Mutates
  public void set(@Nullable Object value) {
    held = value;
  }

  /// The result of a function of the value, while no other task is inside `with_lock` of this cell,
  /// also across blocking points.
  ///
  /// ```ruchy
  /// let balance = Mutex::new(100)
  /// balance.with_lock(|b| b - 30)   // => 70
  /// ```
  @CallsAtOnce
  @Export
  @Waits
  public @Nullable Object withLock(@Type("(any) -> any") FunctionValue function) {
    gate.enter();
    try {
      return function.offer(content());
    } finally {
      gate.leave();
    }
  }
}
