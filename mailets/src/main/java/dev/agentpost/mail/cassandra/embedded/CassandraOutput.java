package dev.agentpost.mail.cassandra.embedded;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What one launch of Cassandra has said in its log and on its standard output, read to tell why it ended. */
final class CassandraOutput {
    private static final long LONGEST_READ = 1_000_000;
    private static final int LONGEST_QUOTE = 300;
    private static final Pattern ERROR_LINE = Pattern.compile("^\\S+ ERROR .*? - (.*)$");
    // Of the JVM itself, which says the cause first and then that it ends.
    private static final Pattern JVM_ERROR = Pattern.compile(
            "^(Error:|Error occurred|Invalid |Unrecognized |Conflicting |Could not |There is insufficient|Exception in).*");
    private static final Pattern PORT_IN_USE =
            Pattern.compile("Address already in use|is in use by another process|Failed to bind port|Unable to bind");

    private final Path logFile;
    private final Path outputFile;
    private final long logStart;
    private final long outputStart;

    CassandraOutput(Path logFile, Path outputFile) {
        this.logFile = logFile;
        this.outputFile = outputFile;
        this.logStart = size(logFile);
        this.outputStart = size(outputFile);
    }

    boolean saysPortInUse() {
        return PORT_IN_USE.matcher(read(logFile, logStart)).find()
                || PORT_IN_USE.matcher(read(outputFile, outputStart)).find();
    }

    /** Why it ended, on one line that names the file to read on. */
    String reason() {
        return loggedError()
                .map(error -> shorten(error) + " (see " + logFile + ")")
                .or(() -> printedError().map(error -> shorten(error) + " (see " + outputFile + ")"))
                .orElse("see " + logFile + " and " + outputFile);
    }

    private Optional<String> loggedError() {
        List<String> lines = read(logFile, logStart).lines().toList();
        for (int i = lines.size() - 1; i >= 0; i--) {
            var matcher = ERROR_LINE.matcher(lines.get(i));
            if (matcher.matches()) {
                return Optional.of(withException(matcher.group(1), lines.subList(i + 1, lines.size())));
            }
        }
        return Optional.empty();
    }

    // "Exception encountered during startup" says nothing: the exception is on the next line.
    private static String withException(String message, List<String> after) {
        if (after.isEmpty() || !after.get(0).matches("[a-z]+\\.[\\w.$]+(:.*)?")) {
            return message;
        }
        return message + ": " + after.get(0);
    }

    private Optional<String> printedError() {
        return read(outputFile, outputStart)
                .lines()
                .filter(line -> JVM_ERROR.matcher(line).matches())
                .findFirst();
    }

    private static String shorten(String line) {
        return line.length() <= LONGEST_QUOTE ? line : line.substring(0, LONGEST_QUOTE) + "…";
    }

    private static String read(Path file, long start) {
        try (RandomAccessFile reader = new RandomAccessFile(file.toFile(), "r")) {
            // Shorter than at the launch: the log was rolled since.
            long from = Math.max(reader.length() < start ? 0 : start, reader.length() - LONGEST_READ);
            byte[] bytes = new byte[(int) (reader.length() - from)];
            reader.seek(from);
            reader.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }
}
