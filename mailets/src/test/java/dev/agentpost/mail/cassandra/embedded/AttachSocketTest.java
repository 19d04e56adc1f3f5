package dev.agentpost.mail.cassandra.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class AttachSocketTest {
    @TempDir
    Path folder;

    private Process target;
    private Path jar;

    /** Lives until its standard input ends. */
    public static final class Target {
        public static void main(String[] arguments) throws IOException {
            System.out.println("running");
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }

    /** Makes the file that it is told. */
    public static final class Agent {
        public static void agentmain(String file) throws IOException {
            Files.createFile(Path.of(file));
        }
    }

    @BeforeEach
    void setUp() throws IOException {
        jar = folder.resolve("agent.jar");
        writeAgent();
        target = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Target.class.getName())
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(target.getInputStream().read()).isEqualTo('r');
    }

    private void writeAgent() throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Agent-Class", Agent.class.getName());
        String resource = Agent.class.getName().replace('.', '/') + ".class";
        try (InputStream code = Agent.class.getClassLoader().getResourceAsStream(resource);
                JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            out.putNextEntry(new JarEntry(resource));
            code.transferTo(out);
        }
    }

    @AfterEach
    void tearDown() {
        target.destroyForcibly();
    }

    /** Of a server that was killed while it asked a process of the same pid. */
    @Test
    void requestThatWasLeftShouldNotBeInTheWay() throws IOException {
        Files.createFile(folder.resolve(".attach_pid" + target.pid()));

        new AttachSocket(target.pid()).loadAgent(jar, folder.resolve("loaded").toString());

        assertThat(folder.resolve("loaded")).exists();
    }

    @Test
    void agentShouldRunInTheOtherProcess() throws IOException {
        AttachSocket socket = new AttachSocket(target.pid());

        socket.loadAgent(jar, folder.resolve("first").toString());
        socket.loadAgent(jar, folder.resolve("second").toString());

        assertThat(folder.resolve("first")).exists();
        assertThat(folder.resolve("second")).exists();
        assertThat(target.isAlive()).isTrue();
    }

    @Test
    void agentThatFailsShouldBeAFailure() {
        AttachSocket socket = new AttachSocket(target.pid());

        assertThatThrownBy(() -> socket.loadAgent(
                        jar, folder.resolve("missing").resolve("file").toString()))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("process " + target.pid() + " did not load");
    }
}
