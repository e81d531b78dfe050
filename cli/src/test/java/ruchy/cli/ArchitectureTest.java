package ruchy.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.junit.jupiter.api.Test;

/// Who may know whom. From this module every other one is on the class path, so the rules of the
/// whole repository stand here. A rule on a room that has no class yet holds; it bites from the
/// first one on.
final class ArchitectureTest {
  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("ruchy");

  @Test
  void the_runtime_knows_neither_compiler_nor_command() {
    check(
        noClasses()
            .that()
            .resideInAPackage("ruchy.runtime..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ruchy.compiler..", "ruchy.cli.."));
  }

  @Test
  void the_compiler_does_not_know_the_command() {
    check(
        noClasses()
            .that()
            .resideInAPackage("ruchy.compiler..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ruchy.cli.."));
  }

  @Test
  void only_the_networking_rooms_know_vertx() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(
                "ruchy.runtime.engine..",
                "ruchy.runtime.http..",
                "ruchy.runtime.client..",
                "ruchy.runtime.proxy..",
                "ruchy.runtime.message..",
                "ruchy.runtime.ws..",
                "ruchy.runtime.net..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..", "io.netty.."));
  }

  @Test
  void only_its_own_room_knows_a_driver_and_no_room_knows_that_room() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("ruchy.runtime.sqlite..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.sqlite..", "ruchy.runtime.sqlite.."));
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("ruchy.runtime.postgres..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.postgresql..", "ruchy.runtime.postgres.."));
  }

  @Test
  void only_the_emitter_and_the_build_know_asm() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(
                "ruchy.compiler.emit..", "ruchy.runtime.index..", "ruchy.cli.distribution..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.objectweb.asm.."));
  }

  @Test
  void only_the_indexer_knows_the_java_parser() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("ruchy.runtime.index..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.github.javaparser.."));
  }

  @Test
  void only_the_command_knows_the_command_line_and_the_terminal() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("ruchy.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("picocli..", "org.jline.."));
  }

  @Test
  void nothing_knows_what_works_only_while_the_project_is_built() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages("ruchy.runtime.index..", "ruchy.cli.distribution..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ruchy.runtime.index..", "ruchy.cli.distribution.."));
  }

  @Test
  void the_compiler_touches_no_files_and_no_network() {
    check(
        noClasses()
            .that()
            .resideInAPackage("ruchy.compiler..")
            .should()
            .dependOnClassesThat()
            .haveNameMatching(
                "java\\.nio\\.(file|channels)\\..*|java\\.net\\..*"
                    + "|java\\.io\\.(File.*|RandomAccessFile|Console)"));
  }

  @Test
  void the_compiler_uses_no_console_no_clock_and_no_environment() {
    check(
        noClasses()
            .that()
            .resideInAPackage("ruchy.compiler..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .accessField(System.class, "in")
            .orShould()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "getenv", String.class)
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("java\\.time\\.(Clock|Instant|LocalDate|LocalDateTime)"));
  }

  @Test
  void tree_and_program_do_not_know_each_other() {
    check(
        noClasses()
            .that()
            .resideInAPackage("ruchy.compiler.tree..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ruchy.compiler.program.."));
    check(
        noClasses()
            .that()
            .resideInAPackage("ruchy.compiler.program..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ruchy.compiler.tree.."));
  }

  /// The class `Compiler` is the line of the stages, so it too names the products of all.
  @Test
  void only_resolve_sees_both_tree_and_program() {
    check(
        classes()
            .that()
            .resideInAPackage("ruchy.compiler.*..")
            .and()
            .resideOutsideOfPackage("ruchy.compiler.resolve..")
            .should(notSeeBoth("ruchy.compiler.tree", "ruchy.compiler.program")));
  }

  @Test
  void warnings_depend_on_what_a_program_means_alone() {
    check(
        noClasses()
            .that()
            .resideInAPackage("ruchy.compiler.lint..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "ruchy.compiler.tree..", "ruchy.compiler.parse..", "ruchy.compiler.emit.."));
  }

  @Test
  void the_rooms_of_the_compiler_form_no_circle() {
    check(slices().matching("ruchy.compiler.(*)..").should().beFreeOfCycles());
  }

  @Test
  void no_class_is_named_after_nothing() {
    check(noClasses().should().haveNameMatching(".*[.$][^.$]*(Util|Helper|Manager)[^.$]*"));
  }

  @Test
  void the_proxy_knows_the_server_and_neither_knows_who_uses_it() {
    check(
        noClasses()
            .that()
            .resideInAPackage("ruchy.runtime.proxy..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ruchy.runtime.client..", "ruchy.runtime.net.."));
    check(
        noClasses()
            .that()
            .resideInAnyPackage(
                "ruchy.runtime.http..", "ruchy.runtime.client..", "ruchy.runtime.message..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ruchy.runtime.proxy.."));
  }

  @Test
  void what_all_sides_of_tls_share_knows_none_of_them() {
    check(
        noClasses()
            .that()
            .resideInAPackage("ruchy.runtime.tls..")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("ruchy\\.(?!runtime\\.tls\\.).*"));
  }

  /// Nested classes may be called so: the language knows `impl` blocks and abstract classes.
  @Test
  void no_class_is_named_after_its_pattern() {
    check(
        noClasses()
            .that()
            .areTopLevelClasses()
            .should()
            .haveNameMatching(".*[.]([^.]+Impl|(Abstract|Base)[A-Z][^.]*)"));
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(OURS);
  }

  private static ArchCondition<JavaClass> notSeeBoth(String one, String other) {
    return new ArchCondition<>("not see both " + one + " and " + other) {
      @Override
      public void check(JavaClass subject, ConditionEvents events) {
        if (sees(subject, one) && sees(subject, other)) {
          events.add(
              SimpleConditionEvent.violated(
                  subject, subject.getName() + " sees both " + one + " and " + other));
        }
      }
    };
  }

  private static boolean sees(JavaClass subject, String room) {
    return subject.getDirectDependenciesFromSelf().stream()
        .map(dependency -> dependency.getTargetClass().getPackageName())
        .anyMatch(name -> name.equals(room) || name.startsWith(room + "."));
  }
}
