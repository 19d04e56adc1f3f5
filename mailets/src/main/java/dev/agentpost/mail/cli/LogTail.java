package dev.agentpost.mail.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Reads the end of a log, and what is added to it, past its rotation too. */
final class LogTail {
    private static final int BUFFER_BYTES = 65_536;

    private final Path file;
    private Object openedFile;
    private long position;

    LogTail(Path file) {
        this.file = file;
    }

    /** The last lines; {@link #printNew} goes on after them. */
    List<String> last(int lines) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        openedFile = attributes.fileKey();
        position = attributes.size();
        Deque<String> last = new ArrayDeque<>();
        // A malformed character must not end the reading: InputStreamReader replaces it
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null && lines > 0; line = reader.readLine()) {
                if (last.size() == lines) {
                    last.removeFirst();
                }
                last.addLast(line);
            }
        }
        return List.copyOf(last);
    }

    /** Prints what was added since the last call. */
    void printNew(PrintWriter out) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            boolean isAnotherFile =
                    attributes.fileKey() != null && !attributes.fileKey().equals(openedFile);
            if (isAnotherFile || attributes.size() < position) {
                openedFile = attributes.fileKey();
                position = 0;
            }
            if (attributes.size() > position) {
                printFromPosition(out);
            }
        } catch (NoSuchFileException rotationUnderWay) {
            return;
        }
    }

    /** Whole lines only, so that no character is cut in two. */
    private void printFromPosition(PrintWriter out) throws IOException {
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            byte[] buffer = new byte[BUFFER_BYTES];
            log.seek(position);
            int read = log.read(buffer);
            while (read > 0) {
                int end = endOfLastLine(buffer, read);
                int length = end == 0 && read == BUFFER_BYTES ? read : end;
                if (length == 0) {
                    return;
                }
                out.print(new String(buffer, 0, length, StandardCharsets.UTF_8));
                out.flush();
                position += length;
                log.seek(position);
                read = log.read(buffer);
            }
        }
    }

    private static int endOfLastLine(byte[] buffer, int length) {
        int end = length;
        while (end > 0 && buffer[end - 1] != '\n') {
            end--;
        }
        return end;
    }
}
