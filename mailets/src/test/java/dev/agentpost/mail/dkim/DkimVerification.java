package dev.agentpost.mail.dkim;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What Debian's python3-dkim says of signatures, a program that shares nothing with ours. */
final class DkimVerification {
    private static final Path SCRIPT = Path.of("../integration-tests/clients.sh");
    private static final long MAX_SECONDS = 120;

    private static final String PROGRAM =
            """
            import os, sys
            root = os.path.join(os.path.dirname(os.path.dirname(sys.argv[1])), 'root/usr/lib/python3/dist-packages')
            if os.path.isdir(root):
                sys.path.insert(0, root)
            import dkim
            name, value = sys.argv[2], sys.argv[3]
            def record(asked, timeout=5):
                asked = asked if isinstance(asked, str) else asked.decode()
                return value.encode() if asked.rstrip('.') == name else None
            for path in sys.argv[4:]:
                message = open(path, 'rb').read()
                print(os.path.basename(path), dkim.verify(message, dnsfunc=record))
            """;

    private DkimVerification() {}

    /** @return one line for each message: the name of its file, and True or False */
    static List<String> verify(DkimKey key, Path... messages) throws IOException, InterruptedException {
        String program = run(new ProcessBuilder(SCRIPT.toString(), "dkimverify", "python3-dkim"))
                .strip();
        List<String> command = new ArrayList<>(
                List.of("/usr/bin/python3", "-c", PROGRAM, program, key.recordName(), key.recordValue()));
        for (Path message : messages) {
            command.add(message.toString());
        }
        return run(new ProcessBuilder(command)).lines().toList();
    }

    private static String run(ProcessBuilder builder) throws IOException, InterruptedException {
        Path errors = Files.createTempFile("dkim", ".err");
        try {
            Process process = builder.redirectError(errors.toFile()).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(MAX_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new AssertionError(builder.command().get(0) + " failed: " + Files.readString(errors));
            }
            return output;
        } finally {
            Files.delete(errors);
        }
    }
}
