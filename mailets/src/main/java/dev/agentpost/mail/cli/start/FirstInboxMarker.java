package dev.agentpost.mail.cli.start;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.agentpost.mail.core.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/**
 * How far the making of the first inbox is; without the secret of its key.
 *
 * @param state {@code begun}, {@code done} or {@code not_needed}
 * @param keyName tells this data folder's first key from those of others, and from those that people make; null when
 *     not needed, as all that follows
 * @param organization null until done, as all that follows
 */
record FirstInboxMarker(
        @JsonProperty("state") String state,
        @JsonProperty("key_name") String keyName,
        @JsonProperty("organization") String organization,
        @JsonProperty("email") String email,
        @JsonProperty("key_id") String keyId) {
    private static final String BEGUN = "begun";
    private static final String DONE = "done";
    private static final String NOT_NEEDED = "not_needed";
    private static final int RANDOM_BYTES = 4;

    static FirstInboxMarker begun() {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        return new FirstInboxMarker(BEGUN, "first key " + HexFormat.of().formatHex(random), null, null, null);
    }

    static FirstInboxMarker notNeeded() {
        return new FirstInboxMarker(NOT_NEEDED, null, null, null, null);
    }

    FirstInboxMarker done(String newOrganization, String newEmail, String newKeyId) {
        return new FirstInboxMarker(DONE, keyName, newOrganization, newEmail, newKeyId);
    }

    @JsonIgnore
    boolean isDone() {
        return !BEGUN.equals(state);
    }

    /** {@code DIR/first-inbox.json}. */
    static final class File {
        private static final ObjectMapper JSON =
                new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

        private final Path file;

        File(Path dataFolder) {
            this.file = dataFolder.resolve("first-inbox.json");
        }

        Optional<FirstInboxMarker> read() throws IOException {
            try {
                return Optional.of(JSON.readValue(Files.readString(file), FirstInboxMarker.class));
            } catch (NoSuchFileException e) {
                return Optional.empty();
            } catch (JsonProcessingException e) {
                throw new IOException(file + " is damaged", e);
            }
        }

        void write(FirstInboxMarker marker) throws IOException {
            AtomicFile.write(file, JSON.writeValueAsString(marker) + "\n");
        }
    }
}
