package dev.agentpost.mail.admin;

import dev.agentpost.mail.core.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that holds the admin token, as its only line. Not safe for two servers that start on one file at the same
 * time: the data folder's lock keeps them apart.
 */
public record AdminTokenFile(Path path) {
    private static final Logger LOGGER = LoggerFactory.getLogger(AdminTokenFile.class);

    /**
     * @throws IOException when the file is there and cannot be read, or is not there and cannot be made
     * @throws IllegalArgumentException when the file holds no token; names the file
     */
    public AdminToken loadOrGenerate(SecureRandom random) throws IOException {
        try {
            return load();
        } catch (NoSuchFileException firstStart) {
            AdminToken token = AdminToken.generate(random);
            AtomicFile.writeSecret(path, token.reveal() + "\n");
            LOGGER.info("Generated an admin token; it is in the file {}", path);
            return token;
        }
    }

    /**
     * @throws NoSuchFileException when there is none
     * @throws IllegalArgumentException when the file holds no token; names the file
     */
    public AdminToken load() throws IOException {
        String content = Files.readString(path, StandardCharsets.UTF_8).strip();
        try {
            return new AdminToken(content);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the file " + path + " holds no admin token: " + e.getMessage(), e);
        }
    }
}
