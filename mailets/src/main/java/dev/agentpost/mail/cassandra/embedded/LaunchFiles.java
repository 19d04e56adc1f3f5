package dev.agentpost.mail.cassandra.embedded;

import dev.agentpost.mail.core.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Writes what a launch reads: the filled-in cassandra.yaml and the file of the JVM's arguments. */
final class LaunchFiles {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([a-z_]+)}");
    private static final String MAIN_CLASS = "org.apache.cassandra.service.CassandraDaemon";

    private final EmbeddedCassandraConfiguration configuration;
    private final DataFolder folder;

    LaunchFiles(EmbeddedCassandraConfiguration configuration, DataFolder folder) {
        this.configuration = configuration;
        this.folder = folder;
    }

    /** @return the file of arguments, for {@code java @file} */
    Path write(CassandraPorts ports) throws IOException {
        Path yaml = folder.run("cassandra.yaml");
        DataFolder.writePrivately(yaml, fill("cassandra.yaml", yamlValues(ports)));
        Path arguments = folder.run("java.args");
        DataFolder.writePrivately(arguments, arguments(yaml));
        Snapshots.writeAgent(folder.snapshotAgent());
        Folders.delete(folder.temporary());
        Folders.createPrivate(folder.temporary());
        return arguments;
    }

    private String arguments(Path yaml) throws IOException {
        List<String> arguments = new ArrayList<>();
        fill("jvm.options", jvmValues())
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .forEach(arguments::add);
        configuration.jvmOption().ifPresent(arguments::add);
        arguments.add("-Dcassandra.config=" + yaml.toUri());
        arguments.add("-Dcassandra.storagedir=" + folder.path());
        // Libraries are loaded from there, which the /tmp of a container often does not permit.
        arguments.add("-Djava.io.tmpdir=" + folder.temporary());
        arguments.add("-Djna.tmpdir=" + folder.temporary());
        arguments.add("-Dlogback.configurationFile=" + template("logback.xml").toUri());
        arguments.add("-Dagentpost.cassandra.log=" + configuration.logFile());
        arguments.add("-cp");
        arguments.add(String.join(":", jars()));
        arguments.add(MAIN_CLASS);
        return String.join("\n", arguments.stream().map(LaunchFiles::quote).toList()) + "\n";
    }

    private List<String> jars() throws IOException {
        try (Stream<Path> files = Files.list(configuration.libDirectory())) {
            return files.map(Path::toString)
                    .filter(name -> name.endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    private Map<String, String> yamlValues(CassandraPorts ports) {
        return Map.of(
                "native_port", Integer.toString(ports.nativePort()),
                "storage_port", Integer.toString(ports.storagePort()),
                // Inside double quotes.
                "data", folder.path().toString().replace("\\", "\\\\").replace("\"", "\\\""));
    }

    private Map<String, String> jvmValues() {
        return Map.of(
                "max_heap",
                configuration.maxHeap(),
                "log_directory",
                configuration.logFile().getParent().toString());
    }

    private String fill(String name, Map<String, String> values) throws IOException {
        String text = Files.readString(template(name));
        return PLACEHOLDER.matcher(text).replaceAll(match -> {
            String value = values.get(match.group(1));
            if (value == null) {
                throw new EmbeddedCassandraException(
                        template(name) + ": unknown placeholder ${" + match.group(1) + "}");
            }
            return Matcher.quoteReplacement(value);
        });
    }

    private Path template(String name) {
        return configuration.confDirectory().resolve(name);
    }

    // The java launcher's rules for argument files: in double quotes, a backslash escapes.
    private static String quote(String argument) {
        return '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
