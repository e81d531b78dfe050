package ruchy.runtime.sync;

import ruchy.runtime.library.Associated;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Globals;
import ruchy.runtime.value.Atom;
import ruchy.runtime.value.Orders;
import ruchy.runtime.value.VariantValue;

/// The orderings of atomics, which have no effect (L 12.9), and those of two values that are
/// compared.
@Globals
public final class Ordering {
  /// Accepted and ignored.
  ///
  /// ```ruchy
  /// AtomicI64::new(5).load(Ordering::SeqCst)   // => 5
  /// ```
  @Export("SeqCst")
  @Associated("Ordering")
  public static final Atom SEQ_CST = Atom.of("SeqCst");

  /// Accepted and ignored.
  ///
  /// ```ruchy
  /// AtomicI64::new(5).load(Ordering::Relaxed)   // => 5
  /// ```
  @Export("Relaxed")
  @Associated("Ordering")
  public static final Atom RELAXED = Atom.of("Relaxed");

  /// Accepted and ignored.
  ///
  /// ```ruchy
  /// AtomicI64::new(5).load(Ordering::Acquire)   // => 5
  /// ```
  @Export("Acquire")
  @Associated("Ordering")
  public static final Atom ACQUIRE = Atom.of("Acquire");

  /// Accepted and ignored.
  ///
  /// ```ruchy
  /// AtomicI64::new(5).load(Ordering::Release)   // => 5
  /// ```
  @Export("Release")
  @Associated("Ordering")
  public static final Atom RELEASE = Atom.of("Release");

  /// Accepted and ignored.
  ///
  /// ```ruchy
  /// AtomicI64::new(5).load(Ordering::AcqRel)   // => 5
  /// ```
  @Export("AcqRel")
  @Associated("Ordering")
  public static final Atom ACQ_REL = Atom.of("AcqRel");

  /// The left value comes first.
  ///
  /// ```ruchy
  /// 1.cmp(2) == Ordering::Less   // => true
  /// ```
  @Export("Less")
  @Associated("Ordering")
  public static final VariantValue LESS = Orders.LESS;

  /// Neither value comes first.
  ///
  /// ```ruchy
  /// 1.cmp(1) == Ordering::Equal   // => true
  /// ```
  @Export("Equal")
  @Associated("Ordering")
  public static final VariantValue EQUAL = Orders.EQUAL;

  /// The right value comes first.
  ///
  /// ```ruchy
  /// 2.cmp(1) == Ordering::Greater   // => true
  /// ```
  @Export("Greater")
  @Associated("Ordering")
  public static final VariantValue GREATER = Orders.GREATER;

  private Ordering() {}
}
