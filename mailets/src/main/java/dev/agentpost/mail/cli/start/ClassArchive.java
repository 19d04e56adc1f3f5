package dev.agentpost.mail.cli.start;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A file with the classes of some jars as the JVM needs them (class data sharing of JDK 17), which spares each start
 * reading and checking them.
 *
 * @param name of the process that uses it
 * @param jars the class path that it was or will be made for, or its beginning: the JVM starts without an archive that
 *     does not fit
 * @param file absolute; its name changes with the JDK and with the jars
 */
record ClassArchive(String name, List<Path> jars, Path file) {
    static final String SUFFIX = ".jsa";

    private static final int KEY_BYTES = 8;

    static ClassArchive in(Path folder, String name, List<Path> jars) throws IOException {
        return new ClassArchive(name, List.copyOf(jars), folder.resolve(name + "-" + key(jars) + SUFFIX));
    }

    /** An empty file may be left of one when the machine went down. */
    boolean exists() {
        return Files.isReadable(file) && file.toFile().length() > 0;
    }

    private static String key(List<Path> jars) throws IOException {
        StringBuilder text = new StringBuilder()
                .append(System.getProperty("java.vm.version"))
                .append('\n')
                .append(System.getProperty("java.home"));
        for (Path jar : jars) {
            BasicFileAttributes attributes = Files.readAttributes(jar, BasicFileAttributes.class);
            // Seconds: layers of container images keep no fractions, and the JVM looks at none.
            text.append('\n')
                    .append(jar)
                    .append(' ')
                    .append(attributes.size())
                    .append(' ')
                    .append(attributes.lastModifiedTime().to(TimeUnit.SECONDS));
        }
        return HexFormat.of().formatHex(sha256(text.toString()), 0, KEY_BYTES);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
