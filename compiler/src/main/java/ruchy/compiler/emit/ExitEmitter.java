package ruchy.compiler.emit;

import static ruchy.compiler.type.Type.Basic.ANY;
import static ruchy.compiler.type.Type.Basic.NEVER;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import ruchy.compiler.program.Node;
import ruchy.compiler.type.Type;

/// `break`, `continue` and `return`, and the `finally` blocks that run on the way out.
final class ExitEmitter {
  /// Where `break` and `continue` of a loop go; the value of the loop is in `slot`. `depth`: how
  /// many guarded regions surround the loop.
  record Target(Label end, Label next, Type type, int slot, int depth) {}

  /// Code being written whose errors go to a handler: to the clauses of a `try`, or to its
  /// `finally` block. Its ranges exclude the copies of `finally` blocks that run on the way out of
  /// the region: the `try` has been left by then.
  static final class Region {
    private final @Nullable Node block;
    private final List<Label> bounds = new ArrayList<>();

    private Region(@Nullable Node block) {
      this.block = block;
    }
  }

  private final Body body;
  private final MethodCode code;
  private final IdentityHashMap<Node.LoopLabel, Target> targets = new IdentityHashMap<>();
  private final Deque<Region> pending = new ArrayDeque<>();

  ExitEmitter(Body body) {
    this.body = body;
    this.code = body.code();
  }

  /// Opens a loop whose value is of the type; without slot its value is not wanted.
  Target open(Node.LoopLabel label, Type type, boolean keep) {
    int slot = -1;
    if (keep && type != NEVER) {
      slot = code.newLocal(body.representation(type));
    }
    var target = new Target(new Label(), new Label(), type, slot, pending.size());
    targets.put(label, target);
    return target;
  }

  Type leave(Node.Break leave) {
    Target target = targets.get(leave.label());
    if (target == null) {
      if (body.typeOf(leave.value()) == NEVER) {
        body.effect(leave.value());
      } else {
        body.boxed(leave.value());
        breakWith(leave.label());
      }
      return NEVER;
    }
    if (target.slot() < 0 || body.typeOf(leave.value()) == NEVER) {
      body.effect(leave.value());
    } else {
      body.valueAs(leave.value(), target.type());
      code.store(body.representation(target.type()), target.slot());
    }
    exit(target.depth(), () -> code.jump(target.end()));
    return NEVER;
  }

  /// Leaves a loop, perhaps one around this part, with the boxed value on the stack.
  void breakWith(Node.LoopLabel label) {
    Target target = targets.get(label);
    if (target == null) {
      body.parts().breakOutside(new Outline.Leave.ByBreak(label));
      return;
    }
    if (target.slot() < 0) {
      code.pop(Representation.OBJECT);
    } else {
      body.coerce(ANY, target.type());
      code.store(body.representation(target.type()), target.slot());
    }
    exit(target.depth(), () -> code.jump(target.end()));
  }

  Type goOn(Node.Continue leave) {
    goOn(leave.label());
    return NEVER;
  }

  void goOn(Node.LoopLabel label) {
    Target target = targets.get(label);
    if (target == null) {
      exit(0, () -> body.parts().leavePart(new Outline.Leave.ByContinue(label)));
    } else {
      exit(target.depth(), () -> code.jump(target.next()));
    }
  }

  Type giveBack(Node.Return leave) {
    if (body.typeOf(leave.value()) == NEVER) {
      body.effect(leave.value());
      return NEVER;
    }
    body.value(leave.value());
    giveBack(body.typeOf(leave.value()));
    return NEVER;
  }

  /// Returns the value on the stack, running the `finally` blocks around.
  void giveBack(Type type) {
    if (Names.returnsNothing(body.version())) {
      code.pop(body.representation(type));
      exit(0, body.parts()::returnNothing);
      return;
    }
    body.coerce(type, body.version().result().type());
    giveBackResult();
  }

  private boolean runsBlocks() {
    for (Region region : pending) {
      if (region.block != null) {
        return true;
      }
    }
    return false;
  }

  /// Returns the value on the stack, which is of the type of the function's result.
  void giveBackResult() {
    Representation representation = body.representation(body.version().result().type());
    if (!runsBlocks() && !body.parts().isPart()) {
      code.instruction(representation.returnOpcode());
      return;
    }
    int slot = code.newLocal(representation);
    code.store(representation, slot);
    exit(
        0,
        () -> {
          if (body.parts().isPart()) {
            body.parts().storeField(Parts.RESULT, representation, slot);
            body.parts().leavePart(new Outline.Leave.ByReturn());
          } else {
            code.load(representation, slot);
            code.instruction(representation.returnOpcode());
          }
        });
  }

  /// Runs the `finally` blocks down to a depth, innermost first, and then leaves.
  void exit(int depth, Runnable jump) {
    List<Region> all = List.copyOf(pending);
    int count = pending.size() - depth;
    for (Region one : all) {
      one.bounds.add(here());
    }
    for (int i = 0; i < count; i++) {
      Region one = pending.removeFirst();
      Node block = one.block;
      if (block == null) {
        continue;
      }
      for (Region outer : pending) {
        outer.bounds.add(here());
      }
      body.effect(block);
      for (Region outer : pending) {
        outer.bounds.add(here());
      }
    }
    jump.run();
    for (int i = count - 1; i >= 0; i--) {
      pending.addFirst(all.get(i));
    }
    for (Region one : all) {
      one.bounds.add(here());
    }
  }

  Label here() {
    var label = new Label();
    code.place(label);
    return label;
  }

  Region enter(@Nullable Node block) {
    var region = new Region(block);
    region.bounds.add(here());
    pending.addFirst(region);
    code.beginRegion();
    return region;
  }

  void leave(Region region) {
    code.endRegion();
    pending.removeFirst();
    region.bounds.add(here());
  }

  /// A range of no code is none.
  void protect(Region region, Label handler) {
    List<Label> bounds = region.bounds;
    for (int i = 0; i + 1 < bounds.size(); i += 2) {
      if (bounds.get(i).getOffset() != bounds.get(i + 1).getOffset()) {
        code.protect(bounds.get(i), bounds.get(i + 1), handler);
      }
    }
  }
}
