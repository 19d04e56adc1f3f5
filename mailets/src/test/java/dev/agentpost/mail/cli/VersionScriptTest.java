package dev.agentpost.mail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The script docker/version, in a checkout made for the test. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class VersionScriptTest {
    private static final String POM_VERSION = "0.3.0-SNAPSHOT";
    private static final String COMMIT = "-g[0-9a-f]{7,}";

    @TempDir
    Path folder;

    private Path checkout;

    @BeforeEach
    void setUp() throws IOException {
        checkout = Files.createDirectory(folder.toRealPath().resolve("a checkout"));
        Files.createDirectory(checkout.resolve("docker"));
        Files.copy(Path.of("..", "docker", "version"), checkout.resolve("docker/version"));
        Files.writeString(
                checkout.resolve("pom.xml"),
                "<project>\n  <version>" + POM_VERSION + "</version>\n  <p><version>9</version></p>\n</project>\n");
    }

    @Test
    void withoutGitItShouldBeThatOfThePom() throws Exception {
        assertThat(version()).isEqualTo(POM_VERSION);
    }

    @Test
    void repositoryAroundTheCheckoutShouldNotCount() throws Exception {
        git(folder, "init");
        commit(folder);

        assertThat(version()).isEqualTo(POM_VERSION);
    }

    @Test
    void withoutATagItShouldNameTheCommit() throws Exception {
        git(checkout, "init");
        commit(checkout);

        assertThat(version()).matches(POM_VERSION + COMMIT);
    }

    @Test
    void tagShouldBeTheVersion() throws Exception {
        git(checkout, "init");
        commit(checkout);
        git(checkout, "tag", "v0.2.0");
        git(checkout, "tag", "nightly");

        assertThat(version()).isEqualTo("0.2.0");
    }

    @Test
    void commitAfterATagShouldBeCounted() throws Exception {
        git(checkout, "init");
        commit(checkout);
        git(checkout, "tag", "v0.2.0");
        commit(checkout);

        assertThat(version()).matches("0\\.2\\.0-1" + COMMIT);
    }

    @Test
    void changeThatIsNotCommittedShouldBeSaid() throws Exception {
        git(checkout, "init");
        commit(checkout);
        git(checkout, "tag", "v0.2.0");
        Files.writeString(checkout.resolve("pom.xml"), "<version>" + POM_VERSION + "</version> changed");

        assertThat(version()).isEqualTo("0.2.0-dirty");
    }

    private String version() throws Exception {
        return run(folder, List.of("sh", checkout.resolve("docker/version").toString()));
    }

    private static void commit(Path repository) throws Exception {
        git(repository, "add", "--all");
        git(repository, "commit", "--allow-empty", "--message", "a change");
    }

    private static void git(Path repository, String... arguments) throws Exception {
        run(
                repository,
                Stream.concat(
                                Stream.of("git", "-c", "user.name=test", "-c", "user.email=test@example.org"),
                                Stream.of(arguments))
                        .toList());
    }

    private static String run(Path directory, List<String> command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s", command).isZero();
        return output.strip();
    }
}
