package dev.agentpost.mail.cassandra.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Has a running Cassandra take and clear snapshots, by {@link SnapshotAgent}. */
final class Snapshots {
    private static final String AGENT_CLASS = SnapshotAgent.class.getName();

    private final long pid;
    private final Path agent;

    /** @param agent as {@link #writeAgent} left it when the process was launched */
    Snapshots(long pid, Path agent) {
        this.pid = pid;
        this.agent = agent;
    }

    void take(String name) throws IOException {
        order(SnapshotAgent.TAKE + name);
    }

    void clear(String name) throws IOException {
        order(SnapshotAgent.CLEAR + name);
    }

    private void order(String order) throws IOException {
        if (ModuleLayer.boot().findModule("jdk.attach").isPresent()) {
            JdkAttach.loadAgent(pid, agent, order);
        } else {
            new AttachSocket(pid).loadAgent(agent, order);
        }
    }

    /** While no Cassandra runs: one that has loaded the file must keep it. */
    static void writeAgent(Path file) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Agent-Class", AGENT_CLASS);
        String resource = AGENT_CLASS.replace('.', '/') + ".class";
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        try (InputStream code = Snapshots.class.getClassLoader().getResourceAsStream(resource);
                OutputStream out = Files.newOutputStream(draft);
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            jar.putNextEntry(new JarEntry(resource));
            code.transferTo(jar);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
