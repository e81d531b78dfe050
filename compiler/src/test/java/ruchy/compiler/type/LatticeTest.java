package ruchy.compiler.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static ruchy.compiler.type.Type.Basic.ANY;
import static ruchy.compiler.type.Type.Basic.INTEGER;
import static ruchy.compiler.type.Type.Basic.NEVER;
import static ruchy.compiler.type.Type.Basic.STRING;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import ruchy.compiler.program.UserType;

final class LatticeTest {
  private record Reader(String name) implements Cell.Reader {}

  private final List<Cell.Reader> told = new ArrayList<>();
  private final Lattice lattice =
      new Lattice(
          new Lattice.Listener() {
            @Override
            public void grown(Cell.Reader reader) {
              told.add(reader);
            }

            @Override
            public void escaped(Callable callable) {}

            @Override
            public void escaped(UserType type) {}
          });

  private Cell cell(Type type, Reader reader) {
    var cell = new Cell();
    lattice.flow(type, cell);
    assertEquals(type, cell.read(reader));
    return cell;
  }

  @Test
  void a_place_that_is_unified_with_an_empty_one_is_no_news_to_its_readers() {
    Reader reader = new Reader("of the full place");
    for (Type type : List.of(INTEGER, ANY)) {
      lattice.unify(new Cell(), cell(type, reader));
      lattice.unify(cell(type, reader), new Cell());
    }
    assertEquals(List.of(), told);
  }

  @Test
  void readers_are_told_when_their_place_has_grown_by_the_other() {
    Reader integers = new Reader("integers");
    Reader nothing = new Reader("nothing");
    Cell left = cell(NEVER, nothing);
    Cell right = cell(INTEGER, integers);
    lattice.unify(left, right);
    assertEquals(List.of(nothing), told);
    assertSame(left.root(), right.root());
    assertEquals(INTEGER, left.type());
  }

  @Test
  void both_sides_are_told_of_what_the_other_had() {
    Reader integers = new Reader("integers");
    Reader strings = new Reader("strings");
    Cell left = cell(INTEGER, integers);
    lattice.unify(left, cell(STRING, strings));
    assertEquals(List.of(integers, strings), told);
    assertEquals(new Type.Union(List.of(INTEGER, STRING)), left.type());
  }

  @Test
  void lists_within_places_become_one_list() {
    Cell elementOfA = cell(INTEGER, new Reader("a"));
    Cell elementOfB = cell(STRING, new Reader("b"));
    Cell a = new Cell();
    Cell b = new Cell();
    lattice.flow(new Type.ListType(elementOfA), a);
    lattice.flow(new Type.ListType(elementOfB), b);
    lattice.unify(a, b);
    assertSame(elementOfA.root(), elementOfB.root());
    assertEquals(a.type(), b.type());
  }

  @Test
  void a_list_within_itself_ends() {
    Cell cell = new Cell();
    lattice.flow(new Type.ListType(cell), cell);
    Cell other = new Cell();
    lattice.flow(new Type.ListType(other), other);
    lattice.unify(cell, other);
    assertSame(cell.root(), other.root());
    assertEquals(new Type.ListType(cell), other.type());
  }
}
