package dev.agentpost.mail.cli.start;

import dev.agentpost.mail.cassandra.embedded.EmbeddedCassandraConfiguration;
import dev.agentpost.mail.cli.CommandFailure;
import dev.agentpost.mail.cli.Installation;
import dev.agentpost.mail.server.configuration.ServerSettings;
import dev.agentpost.mail.server.configuration.Setting;
import dev.agentpost.mail.server.memory.HeapPlan;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts the server as a process that outlives the command and its terminal. */
final class ServerLauncher {
    /**
     * A session of its own keeps the terminal's signals away; where there is no setsid, they are ignored, which the JVM
     * respects. What the server writes is for its user only, unless it says otherwise.
     */
    private static final String DETACH =
            """
            umask 077
            if command -v setsid >/dev/null 2>&1; then exec setsid "$@"; fi
            trap '' HUP INT
            exec "$@"
            """;

    private final Installation installation;
    private final Map<String, String> variables;
    private final String serverClass;
    private final Archiving archiving;

    /** How this start uses class archives: with those that there are, and recording for others or not. */
    record Archiving(Optional<ClassArchives> archives, boolean recording) {}

    ServerLauncher(Installation installation, Map<String, String> variables, String serverClass, Archiving archiving) {
        this.installation = installation;
        this.variables = variables;
        this.serverClass = serverClass;
        this.archiving = archiving;
    }

    /** @param foreground the log is written to standard error too */
    Process launch(Path dataFolder, ServerSettings settings, HeapPlan heaps, boolean foreground) throws CommandFailure {
        List<String> command = new ArrayList<>(List.of("sh", "-c", DETACH, "agentpost"));
        command.addAll(serverCommand(dataFolder, settings, heaps, foreground));
        try {
            Path output = newOutputFile(dataFolder);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(dataFolder.toFile())
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(Redirect.appendTo(output.toFile()))
                    .redirectError(foreground ? Redirect.INHERIT : Redirect.appendTo(output.toFile()));
            builder.environment().clear();
            builder.environment().putAll(withAbsolutePaths());
            return builder.start();
        } catch (IOException e) {
            throw new CommandFailure("the server process cannot be started: " + e.getMessage());
        }
    }

    static Path outputFile(Path dataFolder) {
        return dataFolder.resolve("logs").resolve("server.out");
    }

    private List<String> serverCommand(Path dataFolder, ServerSettings settings, HeapPlan heaps, boolean foreground)
            throws CommandFailure {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions());
        archiving.archives().ifPresent(archives -> {
            boolean recording = archiving.recording();
            command.addAll(archives.serverOptions(recording));
            archives.cassandraOptions(recording)
                    .forEach(option ->
                            command.add("-D" + EmbeddedCassandraConfiguration.JVM_OPTION_PROPERTY + "=" + option));
        });
        command.add("-Xmx" + heaps.server() + "m");
        command.add("-Dagentpost.home=" + installation.home());
        command.add("-Dagentpost.cassandra.lib=" + installation.cassandraLibraryFolder());
        command.add("-Djava.io.tmpdir=" + dataFolder.resolve("tmp"));
        command.add("-Dagentpost.logs=" + dataFolder.resolve("logs"));
        command.add("-Dagentpost.log.format=" + settings.logFormat());
        command.add("-Dagentpost.log.console=" + (foreground ? "INFO" : "OFF"));
        command.add("-Dlogback.configurationFile="
                + installation.configurationFolder().resolve("logback.xml").toUri());
        command.add("-cp");
        command.add(classPath(dataFolder));
        command.add(serverClass);
        command.addAll(List.of("--data", dataFolder.toString()));
        command.addAll(List.of("--conf", installation.configurationFolder().toString()));
        return command;
    }

    /** The class path of this command, which the script begins with our own jar, without that; none in a test. */
    static List<Path> libraries() {
        List<Path> classPath = ClassArchives.paths(System.getProperty("java.class.path"));
        return Files.isRegularFile(classPath.get(0)) ? classPath.subList(1, classPath.size()) : List.of();
    }

    /**
     * With a copy of our own jar: a later build replaces that jar under a server that still loads classes from it. It
     * comes last, since the archive of the libraries fits to a class path that begins with them.
     */
    private static String classPath(Path dataFolder) throws CommandFailure {
        String classPath = System.getProperty("java.class.path");
        String first = classPath.split(File.pathSeparator, 2)[0];
        if (libraries().isEmpty()) {
            return classPath;
        }
        try {
            Path copy = dataFolder.resolve("run").resolve("agentpost-mailets.jar");
            Files.createDirectories(copy.getParent());
            Files.copy(Path.of(first), copy, StandardCopyOption.REPLACE_EXISTING);
            return classPath.substring(first.length() + 1) + File.pathSeparator + copy;
        } catch (IOException e) {
            throw new CommandFailure("the data folder " + dataFolder + " is not writable: " + e.getMessage());
        }
    }

    private List<String> jvmOptions() throws CommandFailure {
        Path file = installation.configurationFolder().resolve("jvm.options");
        try {
            return Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new CommandFailure("the file " + file + " is not readable");
        }
    }

    /** The last one is kept: it may tell why the server before this one died. */
    private static Path newOutputFile(Path dataFolder) throws IOException {
        Path output = outputFile(dataFolder);
        Files.createDirectories(output.getParent());
        if (Files.exists(output)) {
            Files.move(output, output.resolveSibling("server.out.last"), StandardCopyOption.REPLACE_EXISTING);
        }
        return output;
    }

    /** The server works in the data folder, the paths of settings begin where the command was called. */
    private Map<String, String> withAbsolutePaths() {
        Map<String, String> absolute = new HashMap<>(variables);
        Setting.files()
                .forEach(setting -> absolute.computeIfPresent(
                        setting.name(),
                        (ignored, value) -> value.isBlank()
                                ? value
                                : Path.of(value.strip()).toAbsolutePath().toString()));
        return absolute;
    }
}
