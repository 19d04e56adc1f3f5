package dev.agentpost.mail.cli.start;

import dev.agentpost.mail.cli.CommandFailure;
import dev.agentpost.mail.cli.Installation;
import dev.agentpost.mail.cli.StopCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.commons.io.FileUtils;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code agentpost warm-up}: what follows the first start by itself, for an installation that is read only later. */
@Command(
        name = "warm-up",
        description =
                "Make the class archives that let later starts take less time. Any first start of a writable "
                        + "installation does so afterwards; an image can be built with them. Takes a minute, on a server of its own.",
        mixinStandardHelpOptions = true)
public final class WarmUpCommand implements Callable<Integer> {
    private static final List<String> KEPT_VARIABLES = List.of("PATH", "JAVA_HOME", "HOME");

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory("agentpost-warm-up");
        try {
            Optional<ClassArchives> archives = ClassArchives.find(Installation.current(), folder);
            if (archives.isPresent() && archives.get().areMade()) {
                return say("the class archives are there already", false);
            }
            makeArchives(folder);
            return say("the class archives are made", true);
        } finally {
            FileUtils.deleteDirectory(folder.toFile());
        }
    }

    private void makeArchives(Path folder) throws IOException, CommandFailure {
        StartCommand start = new StartCommand(variables(), StartCommand.SERVER);
        boolean started = run(start, folder);
        boolean stopped = run(new StopCommand(), folder);
        if (!started || !stopped) {
            throw new CommandFailure("the server that the class archives are made of did not start and stop");
        }
        Process archiving = start.archiving()
                .orElseThrow(() -> new CommandFailure("another process is making the class archives, or there are"
                        + " no " + ClassArchiveMaker.MEBIBYTES + " MiB of memory for it beside a server"));
        await(archiving, ClassArchiveMaker.outputFile(folder));
    }

    private boolean run(Callable<Integer> command, Path folder) {
        return new CommandLine(command)
                        .setOut(new PrintWriter(Writer.nullWriter()))
                        .setErr(spec.commandLine().getErr())
                        .setExecutionExceptionHandler(spec.root().commandLine().getExecutionExceptionHandler())
                        .execute("--data", folder.toString())
                == 0;
    }

    private static void await(Process archiving, Path output) throws IOException, CommandFailure {
        try {
            if (archiving.waitFor() != 0) {
                throw new CommandFailure("the class archives cannot be made: " + Files.readString(output));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted while the class archives are made");
        }
    }

    /** Nothing of the settings for this machine: the server must not meet anyone. */
    private static Map<String, String> variables() {
        Map<String, String> variables = new HashMap<>(System.getenv());
        variables.keySet().retainAll(KEPT_VARIABLES);
        variables.putAll(FreePorts.settings());
        return variables;
    }

    private int say(String line, boolean made) {
        spec.commandLine().getOut().println(json ? "{\"made\":" + made + "}" : line);
        spec.commandLine().getOut().flush();
        return 0;
    }
}
