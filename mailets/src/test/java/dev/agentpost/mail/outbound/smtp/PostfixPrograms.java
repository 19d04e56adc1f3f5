package dev.agentpost.mail.outbound.smtp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Postfix's own test programs, which have its SMTP and need neither its users nor its queue: {@code smtp-source} sends,
 * {@code smtp-sink} takes.
 */
public final class PostfixPrograms {
    private static final Path SCRIPT = Path.of("../integration-tests/clients.sh");

    private PostfixPrograms() {}

    /** @param folder in which it runs, for what it writes */
    public static Process start(Path folder, String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(path(program)));
        if (program.equals("smtp-sink") && System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("-u", "root"));
        }
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
    }

    private static String path(String program) throws IOException {
        Process script = new ProcessBuilder(SCRIPT.toString(), program, "postfix")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }
}
