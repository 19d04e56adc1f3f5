package dev.agentpost.mail.backup;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * The last entry of a backup: where it comes from, and what it holds.
 *
 * @param format of the archive; {@value #FORMAT} is the only one there has been
 * @param createdAt RFC 3339, UTC; what was acknowledged before is in the backup
 * @param agentpost the version of the server, as the next two; null where it is not known
 * @param schemaVersion of the tables
 */
public record BackupManifest(
        @JsonProperty("format") int format,
        @JsonProperty("created_at") String createdAt,
        @JsonProperty("agentpost") String agentpost,
        @JsonProperty("james") String james,
        @JsonProperty("cassandra") String cassandra,
        @JsonProperty("schema_version") int schemaVersion,
        @JsonProperty("files") List<File> files) {
    public static final int FORMAT = 1;

    /**
     * @param path within the archive, with slashes
     * @param mode who may read it, such as {@code rw-------}
     */
    public record File(
            @JsonProperty("path") String path,
            @JsonProperty("bytes") long bytes,
            @JsonProperty("sha256") String sha256,
            @JsonProperty("mode") String mode) {}

    BackupManifest withFiles(List<File> all) {
        return new BackupManifest(format, createdAt, agentpost, james, cassandra, schemaVersion, List.copyOf(all));
    }

    public long bytes() {
        return files.stream().mapToLong(File::bytes).sum();
    }
}
