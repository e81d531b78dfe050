package ruchy.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JavaHomeTest {
  @TempDir private Path folder;

  @Test
  void versions_of_all_ages_have_a_feature_number() {
    assertEquals(8, Launcher.feature("1.8"));
    assertEquals(8, Launcher.feature("1.8.0_402"));
    assertEquals(17, Launcher.feature("17.0.15"));
    assertEquals(25, Launcher.feature("25"));
    assertEquals(26, Launcher.feature("26-ea"));
    assertEquals(0, Launcher.feature("unknown"));
  }

  @Test
  void the_variable_of_ruchyc_comes_before_the_common_one() throws IOException {
    var mine = install("mine", "25.0.1");
    var common = install("common", "25.0.2");
    assertFound(mine, Map.of("RUCHY_JAVA_HOME", mine.toString(), "JAVA_HOME", common.toString()));
    assertFound(common, Map.of("JAVA_HOME", common.toString()));
  }

  @Test
  void a_java_that_is_too_old_is_passed_over() throws IOException {
    var old = install("old", "17.0.15");
    var oldest = install("oldest", "1.8.0_402");
    var young = install("young", "25.0.3");
    assertFound(
        young,
        Map.of("JAVA_HOME", old.toString(), "PATH", oldest.resolve("bin").toString()),
        old,
        young);
    assertNull(JavaHome.find(Map.of("JAVA_HOME", old.toString()), List.of(oldest)));
  }

  @Test
  void a_variable_that_names_no_usable_java_is_told() throws IOException {
    var old = install("old", "17.0.15").toString();
    var absent = folder.resolve("absent").toString();
    var young = install("young", "25.0.3").toString();
    assertEquals(old, JavaHome.unusable(Map.of("RUCHY_JAVA_HOME", old)));
    assertEquals(absent, JavaHome.unusable(Map.of("RUCHY_JAVA_HOME", absent)));
    assertNull(JavaHome.unusable(Map.of("RUCHY_JAVA_HOME", young)));
    assertNull(JavaHome.unusable(Map.of("RUCHY_JAVA_HOME", "", "JAVA_HOME", old)));
  }

  @Test
  void java_on_the_path_is_followed_to_its_folder() throws IOException {
    var java = install("jdk with spaces", "25");
    var bin = Files.createDirectory(folder.resolve("bin"));
    var link = Files.createSymbolicLink(bin.resolve("link"), java.resolve("bin/java"));
    Files.createSymbolicLink(bin.resolve("java"), link);
    var path =
        String.join(File.pathSeparator, "", folder.resolve("absent").toString(), bin.toString());
    assertFound(java.toRealPath(), Map.of("PATH", path));
  }

  @Test
  void of_the_installed_ones_the_oldest_that_will_do_is_taken() throws IOException {
    var next = install("next", "27");
    var fitting = install("fitting", "25.0.3");
    assertFound(fitting, Map.of(), install("old", "21"), next, fitting);
  }

  @Test
  void a_folder_without_a_program_or_a_version_is_no_java() throws IOException {
    var withoutProgram = install("a", "25");
    Files.delete(withoutProgram.resolve("bin/java"));
    var withoutVersion = install("b", "25");
    Files.delete(withoutVersion.resolve("release"));
    var absent = folder.resolve("absent");
    assertNull(JavaHome.find(Map.of(), List.of(withoutProgram, withoutVersion, absent)));
  }

  @Test
  void sdkman_s_folder_is_looked_into() throws IOException {
    var java = install("sdk/candidates/java/25-tem", "25.0.1");
    var environment = Map.of("SDKMAN_DIR", folder.resolve("sdk").toString());
    assertTrue(JavaHome.installed(environment, folder).contains(java));
    install("user/.sdkman/candidates/java/25-tem", "25.0.1");
    assertTrue(
        JavaHome.installed(Map.of(), folder.resolve("user"))
            .contains(folder.resolve("user/.sdkman/candidates/java/25-tem")));
  }

  private void assertFound(Path expected, Map<String, String> environment, Path... installed) {
    var found = JavaHome.find(environment, List.of(installed));
    assertNotNull(found);
    assertEquals(expected, found.folder);
  }

  /// A folder that looks like a Java.
  private Path install(String name, String version) throws IOException {
    var home = folder.resolve(name);
    Files.createDirectories(home.resolve("bin"));
    var java = Files.createFile(home.resolve("bin/java"));
    assertTrue(java.toFile().setExecutable(true));
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\nX=\"1\"\n");
    return home;
  }
}
