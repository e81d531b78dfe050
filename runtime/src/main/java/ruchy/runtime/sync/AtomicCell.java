package ruchy.runtime.sync;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Associated;
import ruchy.runtime.library.CallsAtOnce;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.HandsOn;
import ruchy.runtime.library.HoldsValue;
import ruchy.runtime.library.LibraryType;
import ruchy.runtime.library.Mutates;
import ruchy.runtime.library.Reads;
import ruchy.runtime.library.Type;
import ruchy.runtime.value.Equality;
import ruchy.runtime.value.Kind;
import ruchy.runtime.value.Options;
import ruchy.runtime.value.VariantValue;
import ruchy.runtime.value.Wrapper;

/// A cell for a number or a boolean with the names that atomics have elsewhere (L 12.9). Orderings
/// are accepted and have no effect. Its own lock guards the content.
@LibraryType("sync::Atomic")
@HandsOn
@HoldsValue
public final class AtomicCell implements Wrapper {
  private @Nullable Object content;

  private AtomicCell(@Nullable Object content) {
    this.content = content;
  }

  /// A new atomic cell that holds the value.
  ///
  /// ```ruchy
  /// let hits = AtomicI64::new(0)
  /// hits.fetch_add(1)
  /// hits.load()   // => 1
  /// ```
  @CallsAtOnce
  @Export("new")
  @Associated({
    "AtomicInt",
    "AtomicI32",
    "AtomicI64",
    "AtomicU32",
    "AtomicU64",
    "AtomicUsize",
    "AtomicBool"
  })
  public static @Type("any") Object create(@Nullable Object value) {
    return new AtomicCell(value);
  }

  @Override
  public String typeName() {
    return "sync::Atomic";
  }

  @Override
  public synchronized @Nullable Object content() {
    return content;
  }

  @Override
  public synchronized void setContent(@Nullable Object value) {
    content = value;
  }

  /// The value.
  ///
  /// ```ruchy
  /// AtomicBool::new(true).load()   // => true
  /// ```
  @Export({"load", "get", "into_inner"})
  public @Nullable Object load() {
    return content();
  }

  /// The value; the ordering has no effect.
  ///
  /// ```ruchy
  /// AtomicI64::new(5).load(Ordering::SeqCst)   // => 5
  /// ```
  @Export
  public @Nullable Object load(@Reads @Nullable Object ordering) {
    return content();
  }

  /// Puts another value into the cell.
  ///
  /// ```ruchy
  /// let hits = AtomicI64::new(5)
  /// hits.store(6)
  /// hits.load()   // => 6
  /// ```
  @CallsAtOnce
  @Export({"store", "set"})
  @Mutates
  public void store(@Nullable Object value) {
    setContent(value);
  }

  /// Puts another value into the cell; the ordering has no effect.
  ///
  /// ```ruchy
  /// let hits = AtomicI64::new(5)
  /// hits.store(6, Ordering::Relaxed)
  /// hits.load()   // => 6
  /// ```
  @CallsAtOnce
  @Export
  @Mutates
  public void store(@Nullable Object value, @Reads @Nullable Object ordering) {
    setContent(value);
  }

  /// Adds a number; the value before.
  ///
  /// ```ruchy
  /// let next = AtomicUsize::new(7)
  /// next.fetch_add(1)   // => 7
  /// ```
  @Export
  @Mutates
  public long fetchAdd(long number) {
    return change(number, "addition");
  }

  /// Adds a number; the value before. The ordering has no effect.
  ///
  /// ```ruchy
  /// let hits = AtomicI64::new(5)
  /// hits.fetch_add(1, Ordering::SeqCst)   // => 5
  /// hits.load()                             // => 6
  /// ```
  @Export
  @Mutates
  public long fetchAdd(long number, @Reads @Nullable Object ordering) {
    return fetchAdd(number);
  }

  /// Takes a number away; the value before.
  ///
  /// ```ruchy
  /// let hits = AtomicI64::new(5)
  /// hits.fetch_sub(1)   // => 5
  /// hits.load()         // => 4
  /// ```
  @Export
  @Mutates
  public long fetchSub(long number) {
    return change(number, "subtraction");
  }

  /// Takes a number away; the value before. The ordering has no effect.
  ///
  /// ```ruchy
  /// let hits = AtomicI64::new(5)
  /// hits.fetch_sub(1, Ordering::SeqCst)   // => 5
  /// ```
  @Export
  @Mutates
  public long fetchSub(long number, @Reads @Nullable Object ordering) {
    return fetchSub(number);
  }

  /// Adds a number.
  ///
  /// ```ruchy
  /// let hits = AtomicI64::new(5)
  /// hits.add(2)
  /// hits.load()   // => 7
  /// ```
  @Export
  @Mutates
  public void add(long number) {
    change(number, "addition");
  }

  /// Takes a number away.
  ///
  /// ```ruchy
  /// let hits = AtomicI64::new(5)
  /// hits.sub(2)
  /// hits.load()   // => 3
  /// ```
  @Export
  @Mutates
  public void sub(long number) {
    change(number, "subtraction");
  }

  private synchronized long change(long number, String operation) {
    if (!(content instanceof Long before)) {
      throw Failure.typeError("An atomic " + Kind.described(content) + " has no " + operation);
    }
    try {
      content =
          operation.equals("addition")
              ? Math.addExact(before, number)
              : Math.subtractExact(before, number);
    } catch (ArithmeticException tooLarge) {
      throw Failure.overflow(operation);
    }
    return before;
  }

  /// Puts another value into the cell; the value before.
  ///
  /// ```ruchy
  /// let hits = AtomicI64::new(5)
  /// hits.swap(6)   // => 5
  /// hits.load()    // => 6
  /// ```
  @CallsAtOnce
  @Export
  @Mutates
  public synchronized @Nullable Object swap(@Nullable Object value) {
    Object before = content;
    content = value;
    return before;
  }

  /// Puts another value into the cell; the value before. The ordering has no effect.
  ///
  /// ```ruchy
  /// let hits = AtomicI64::new(5)
  /// hits.swap(6, Ordering::AcqRel)   // => 5
  /// ```
  @CallsAtOnce
  @Export
  @Mutates
  public @Nullable Object swap(@Nullable Object value, @Reads @Nullable Object ordering) {
    return swap(value);
  }

  /// Puts the value into the cell if it holds what is expected: `Ok` of the value before; else
  /// `Err` of what it holds. Orderings have no effect.
  ///
  /// ```ruchy
  /// let state = AtomicI64::new(3)
  /// state.compare_exchange(3, 4)   // => Ok(3)
  /// ```
  @CallsAtOnce
  @Export
  @Mutates
  public synchronized VariantValue compareExchange(
      @Nullable Object expected, @Nullable Object value, @Nullable Object... orderings) {
    Object before = content;
    if (!Equality.equal(before, expected)) {
      return Options.err(before);
    }
    content = value;
    return Options.ok(before);
  }

  /// The same cell.
  ///
  /// ```ruchy
  /// let hits = AtomicI64::new(5)
  /// hits.clone().add(1)
  /// hits.load()   // => 6
  /// ```
  @Export({"clone", "unwrap"})
  public @Type("any") Object same() {
    return this;
  }
}
