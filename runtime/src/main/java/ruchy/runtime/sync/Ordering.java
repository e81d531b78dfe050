package ruchy.runtime.sync;

import ruchy.runtime.library.Associated;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Globals;
import ruchy.runtime.value.Atom;

/// The orderings of atomics, which have no effect (L 12.9).
@Globals
public final class Ordering {
  /// Accepted and ignored.
  @Export("SeqCst")
  @Associated("Ordering")
  public static final Atom SEQ_CST = Atom.of("SeqCst");

  /// Accepted and ignored.
  @Export("Relaxed")
  @Associated("Ordering")
  public static final Atom RELAXED = Atom.of("Relaxed");

  /// Accepted and ignored.
  @Export("Acquire")
  @Associated("Ordering")
  public static final Atom ACQUIRE = Atom.of("Acquire");

  /// Accepted and ignored.
  @Export("Release")
  @Associated("Ordering")
  public static final Atom RELEASE = Atom.of("Release");

  /// Accepted and ignored.
  @Export("AcqRel")
  @Associated("Ordering")
  public static final Atom ACQ_REL = Atom.of("AcqRel");

  private Ordering() {}
}
