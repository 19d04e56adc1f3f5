package dev.agentpost.mail.core;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Second names of files: what keeps a content that is never changed, but may be deleted, at no cost. */
public final class FileLinks {
    private FileLinks() {}

    /** Copies where the file system has no links, or the two places are on different ones. */
    public static void link(Path file, Path link) throws IOException {
        try {
            Files.createLink(link, file);
        } catch (NoSuchFileException e) {
            throw e;
        } catch (UnsupportedOperationException | FileSystemException e) {
            Files.copy(file, link);
        }
    }

    /** As {@link #link}; nothing when the file is gone. */
    public static void linkIfThere(Path file, Path link) throws IOException {
        try {
            link(file, link);
        } catch (NoSuchFileException gone) {
            return;
        }
    }

    /** Links the files below a folder, which may be absent, into another one. */
    public static void linkTree(Path source, Path target, Predicate<Path> wanted) throws IOException {
        if (!Files.isDirectory(source)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> all = Files.walk(source)) {
            files = all.filter(Files::isRegularFile).filter(wanted).toList();
        }
        for (Path file : files) {
            Path link = target.resolve(source.relativize(file).toString());
            Files.createDirectories(link.getParent());
            link(file, link);
        }
    }

    public static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.sorted().toList();
        }
    }
}
