package ruchy.compiler.lint;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.Node.OptionForm;
import ruchy.compiler.program.UserType;

/// What a pattern matches, without names.
sealed interface Shape {
  Shape ANY = new Any();

  /// everything
  record Any() implements Shape {}

  /// values made by the constructor of such parts
  record Of(Constructor constructor, List<Shape> parts) implements Shape {}

  /// what one of them matches
  record Either(List<Shape> choices) implements Shape {}

  /// As many shapes that match everything.
  static List<Shape> anything(int count) {
    return Collections.nCopies(count, ANY);
  }

  /// How a value was made.
  sealed interface Constructor {
    /// The number of parts.
    default int arity() {
      return 0;
    }

    /// All constructors of such values, itself included; empty if they cannot be enumerated.
    default List<Constructor> siblings() {
      return List.of();
    }

    /// Whether all values made by the other one are this one's too, the parts aside.
    default boolean includes(Constructor other) {
      return equals(other);
    }
  }

  /// `E::A(..)`
  record Variant(UserType.Variant variant) implements Constructor {
    @Override
    public int arity() {
      return variant.payload().size();
    }

    @Override
    public List<Constructor> siblings() {
      return variant.owner().variants().stream().<Constructor>map(Variant::new).toList();
    }
  }

  /// `Some(..)`, `None`, `Ok(..)`, `Err(..)`
  record Predeclared(OptionForm form) implements Constructor {
    @Override
    public int arity() {
      return form == OptionForm.NONE ? 0 : 1;
    }

    @Override
    public List<Constructor> siblings() {
      return switch (form) {
        case SOME, NONE ->
            List.of(new Predeclared(OptionForm.SOME), new Predeclared(OptionForm.NONE));
        case OK, ERR -> List.of(new Predeclared(OptionForm.OK), new Predeclared(OptionForm.ERR));
      };
    }
  }

  /// `true`, `false`
  record Truth(boolean value) implements Constructor {
    @Override
    public List<Constructor> siblings() {
      return List.of(new Truth(true), new Truth(false));
    }
  }

  /// `(.., ..)`
  record Tuple(int arity) implements Constructor {
    @Override
    public List<Constructor> siblings() {
      return List.of(this);
    }
  }

  /// `[.., ..]`; `open`: with any elements between the first and the last ones
  record Elements(int first, boolean open, int last) implements Constructor {
    @Override
    public int arity() {
      return first + last;
    }
  }

  /// one of very many values; two literals are the same one if their keys are equal
  record Literal(@Nullable Object key) implements Constructor {}

  /// integers, both ends included
  record Integers(long least, long greatest) implements Constructor {
    @Override
    public boolean includes(Constructor other) {
      return switch (other) {
        case Literal literal ->
            literal.key() instanceof Long value && least <= value && value <= greatest;
        case Integers range -> least <= range.least && range.greatest <= greatest;
        default -> false;
      };
    }
  }
}
