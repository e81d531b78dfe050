package ruchy.compiler.analyse;

import java.util.Arrays;
import java.util.List;
import ruchy.compiler.infer.Target;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.runtime.library.Flow;
import ruchy.runtime.library.LibraryFunction;

/// Where values go at members, which may be calls: of properties, and of methods that are taken as
/// values.
final class MemberFlow {
  private final Regions regions;
  private final Events events;
  private final LibraryFlow libraryFlow;
  private final NamedTargets targets;
  private final CallFlow calls;

  MemberFlow(
      Regions regions,
      Events events,
      LibraryFlow libraryFlow,
      NamedTargets targets,
      CallFlow calls) {
    this.regions = regions;
    this.events = events;
    this.libraryFlow = libraryFlow;
    this.targets = targets;
    this.calls = calls;
  }

  void read(Node.ReadMember read, Version version) {
    Region own = regions.of(version, read);
    Region target = regions.of(version, read.target());
    if (calls.isKnown(read, List.of(read.target()), version)) {
      return;
    }
    if (version.targetOf(read) instanceof Target.OfLibrary(LibraryFunction function)) {
      libraryFlow.call(function, read.target(), List.of(), read, version);
      return;
    }
    if (target == null) {
      return;
    }
    events.use(target, version, read);
    regions.unify(own, target.field(read.name()));
    calls.methodsNamed("get " + read.name(), read, Arrays.asList(target), version);
    if (own != null) {
      boundMethod(read, own, target, version);
    }
    for (LibraryFunction member : targets.members(read.name())) {
      if (member.kind() != LibraryFunction.Kind.READ) {
        continue;
      }
      if (NamedTargets.isOfValues(member)) {
        libraryFlow.property(member, read, version);
      } else {
        target.when(
            member.owner(),
            () -> libraryFlow.call(member, read.target(), List.of(), read, version),
            regions.queue);
      }
    }
  }

  /// A method taken as a value: a call of it gets the receiver too.
  private void boundMethod(Node.ReadMember read, Region own, Region target, Version version) {
    for (NamedTargets.Method method : targets.methods(read.name())) {
      target.when(
          method.type(),
          () -> {
            regions.unify(own.receiver(), target);
            own.addBound(method.version());
            List<Function.Parameter> parameters = method.version().function().parameters();
            for (int i = 0; i < parameters.size(); i++) {
              Region parameter =
                  regions.place(method.version(), parameters.get(i).variable()).value;
              regions.unify(parameter, i == 0 ? target : own.parameter(i - 1));
            }
            regions.unify(regions.result(method.version()), own.result());
          },
          regions.queue);
    }
    if (!targets.members(read.name()).isEmpty()) {
      own.when(Region.CALLED, () -> boundLibraryMethod(read, own, target, version), regions.queue);
    }
  }

  /// As above for methods of the library, of those that are called at all: most members of the name
  /// of a method are fields.
  private void boundLibraryMethod(
      Node.ReadMember read, Region own, Region target, Version version) {
    own.mergeArguments(regions.queue);
    own.add(Region.LIBRARY_FUNCTION, regions.queue);
    for (LibraryFunction member : targets.members(read.name())) {
      if (member.kind() != LibraryFunction.Kind.METHOD) {
        continue;
      }
      regions.unify(mayChange(member) ? own.receiver() : own.seenReceiver(), target);
      Runnable flow = () -> libraryFlow.asBound(member, read, own, version);
      if (NamedTargets.isOfValues(member)) {
        flow.run();
      } else {
        target.when(member.owner(), flow, regions.queue);
      }
    }
  }

  private static boolean mayChange(LibraryFunction member) {
    return member.mutates() || member.flows().contains(Flow.HOLDS_VALUE);
  }

  void write(Node.WriteMember write, Version version) {
    Region target = regions.of(version, write.target());
    Region value = regions.of(version, write.value());
    regions.unify(regions.of(version, write), value);
    if (calls.isKnown(write, List.of(write.target(), write.value()), version) || target == null) {
      return;
    }
    events.change(target, version, write);
    regions.unify(target.field(write.name()), value);
    calls.methodsNamed("set " + write.name(), write, Arrays.asList(target, value), version);
  }
}
