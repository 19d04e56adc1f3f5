package dev.agentpost.mail.integration.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A tree of maildir folders, read and changed as a mail reader does. Flags are maildir's letters, such as {@code FS}. */
public final class Maildir {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Path root;

    public Maildir(Path root) {
        this.root = root;
    }

    /** A message of a folder: its subject, its flags, and its file for whoever wants to see that it stays. */
    public record Entry(String subject, String flags, Path file) {
        @Override
        public String toString() {
            return subject + " " + flags;
        }
    }

    /** Makes the folder when it is not there. */
    public void add(String folder, String flags, String message) {
        try {
            for (String part : List.of("cur", "new", "tmp")) {
                Files.createDirectories(root.resolve(folder).resolve(part));
            }
            String name = System.currentTimeMillis() / 1000 + ".M" + COUNT.incrementAndGet() + ".reader:2," + flags;
            Files.writeString(root.resolve(folder).resolve("cur").resolve(name), message.replace("\r\n", "\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The letter {@code T} asks for the message's deletion. */
    public void flag(String folder, String subject, String flags) {
        Path file = one(folder, subject).file();
        String name = file.getFileName().toString().replaceFirst(":2,.*", "");
        try {
            Files.move(file, root.resolve(folder).resolve("cur").resolve(name + ":2," + flags));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Under a new name, as maildir readers do: the old one may tell of where it was. */
    public void move(String from, String to, String subject) {
        Entry entry = one(from, subject);
        String name = System.currentTimeMillis() / 1000 + ".M" + COUNT.incrementAndGet() + ".reader:2," + entry.flags();
        try {
            Files.move(entry.file(), root.resolve(to).resolve("cur").resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String read(String folder, String subject) {
        try {
            return Files.readString(one(folder, subject).file());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Entry one(String folder, String subject) {
        List<Entry> found = entries(folder).stream()
                .filter(entry -> entry.subject().equals(subject))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError("not one message " + subject + " in " + folder + ": " + entries(folder));
        }
        return found.get(0);
    }

    public List<Entry> entries(String folder) {
        return Stream.of("cur", "new")
                .flatMap(part -> entries(root.resolve(folder).resolve(part)))
                .toList();
    }

    private static Stream<Entry> entries(Path part) {
        if (!Files.isDirectory(part)) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.list(part)) {
            return files.sorted().map(Maildir::entry).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Entry entry(Path file) {
        try (Stream<String> lines = Files.lines(file, UTF_8)) {
            String subject = lines.takeWhile(line -> !line.isEmpty())
                    .filter(line -> line.startsWith("Subject: "))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no subject in " + file));
            String flags = file.getFileName().toString().replaceFirst(".*?(:2,|$)", "");
            return new Entry(subject.substring("Subject: ".length()), flags, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
