package dev.agentpost.mail.dkim;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Debian's python3-dkim, a program that shares nothing with ours, verifies and signs. */
public final class Dkimpy {
    private static final Path SCRIPT = Path.of("../integration-tests/clients.sh");
    private static final long MAX_SECONDS = 120;

    private static final String IMPORT =
            """
            import os, sys
            root = os.path.join(os.path.dirname(os.path.dirname(sys.argv[1])), 'root/usr/lib/python3/dist-packages')
            if os.path.isdir(root):
                sys.path.insert(0, root)
            import dkim
            """;

    private static final String VERIFY =
            """
            name, value = sys.argv[2], sys.argv[3]
            def record(asked, timeout=5):
                asked = asked if isinstance(asked, str) else asked.decode()
                return value.encode() if asked.rstrip('.') == name else None
            for path in sys.argv[4:]:
                message = open(path, 'rb').read()
                print(os.path.basename(path), dkim.verify(message, dnsfunc=record))
            """;

    private static final String SIGN =
            """
            selector, domain = sys.argv[2].encode(), sys.argv[3].encode()
            header, body = sys.argv[4].encode().split(b'/')
            key = open(sys.argv[5], 'rb').read()
            for path in sys.argv[6:]:
                message = open(path, 'rb').read()
                signature = dkim.sign(message, selector, domain, key, canonicalize=(header, body))
                open(path, 'wb').write(signature + message)
            """;

    private Dkimpy() {}

    /** @return one line for each message: the name of its file, and True or False */
    static List<String> verify(DkimKey key, Path... messages) throws IOException, InterruptedException {
        return run(VERIFY, List.of(key.recordName(), key.recordValue()), messages)
                .lines()
                .toList();
    }

    /**
     * Puts a signature before what is in the files.
     *
     * @param canonicalization such as {@code relaxed/simple}
     */
    public static void sign(DkimKey key, String canonicalization, Path... messages)
            throws IOException, InterruptedException {
        Path pem = Files.createTempFile("dkim", ".pem");
        try {
            String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.pkcs8());
            Files.writeString(pem, "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n");
            run(SIGN, List.of(key.selector(), key.domain(), canonicalization, pem.toString()), messages);
        } finally {
            Files.delete(pem);
        }
    }

    private static String run(String program, List<String> arguments, Path... messages)
            throws IOException, InterruptedException {
        String brought = run(new ProcessBuilder(SCRIPT.toString(), "dkimverify", "python3-dkim"))
                .strip();
        List<String> command = new ArrayList<>(List.of("/usr/bin/python3", "-c", IMPORT + program, brought));
        command.addAll(arguments);
        Stream.of(messages).map(Path::toString).forEach(command::add);
        return run(new ProcessBuilder(command));
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
