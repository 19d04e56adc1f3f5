package dev.agentpost.mail.backup.webadmin;

import dev.agentpost.mail.admin.webadmin.AdminError;
import dev.agentpost.mail.admin.webadmin.AdminRoute;
import dev.agentpost.mail.admin.webadmin.Answer;
import dev.agentpost.mail.admin.webadmin.JsonBody;
import dev.agentpost.mail.backup.BackupId;
import dev.agentpost.mail.backup.BackupStaging;
import dev.agentpost.mail.backup.BackupStaging.Staged;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.james.webadmin.Routes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import spark.Request;
import spark.Service;

/**
 * {@code /backups}: what {@code agentpost backup} packs, laid out on the disk of the server. A backup that is not
 * released goes with the next one, or at the next start.
 */
public final class BackupRoutes implements Routes {
    private static final Logger LOGGER = LoggerFactory.getLogger(BackupRoutes.class);
    private static final String BASE_PATH = "/backups";

    private final Optional<BackupStaging> staging;

    /** @param staging absent where the mail lies in a cluster of the operator's */
    @Inject
    public BackupRoutes(Optional<BackupStaging> staging) {
        this.staging = staging;
    }

    @Override
    public String getBasePath() {
        return BASE_PATH;
    }

    @Override
    public void define(Service service) {
        service.post(BASE_PATH, new AdminRoute(this::stage));
        service.delete(BASE_PATH + "/:backup", new AdminRoute(this::release));
    }

    private Mono<Answer> stage(Request request) {
        JsonBody.read(request);
        BackupStaging embedded = embedded();
        return Mono.fromCallable(() -> {
                    long begin = System.nanoTime();
                    Staged staged = embedded.stage();
                    LOGGER.info(
                            "backup {} is laid out, in {} ms", staged.id(), (System.nanoTime() - begin) / 1_000_000);
                    return Answer.created(body(staged));
                })
                .onErrorMap(IOException.class, BackupRoutes::failed);
    }

    private static AdminError failed(IOException failure) {
        LOGGER.error("a backup could not be laid out", failure);
        return AdminError.unavailable("The backup could not be laid out: " + failure.getMessage());
    }

    private static Map<String, Object> body(Staged staged) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("id", staged.id().value());
        body.put("created_at", staged.createdAt().toString());
        body.put("folder", staged.folder().toString());
        body.put("schema_version", staged.schemaVersion());
        return body;
    }

    private Mono<Answer> release(Request request) {
        BackupId id = id(request.params(":backup"));
        BackupStaging embedded = embedded();
        return Mono.fromCallable(() -> {
            embedded.release(id);
            return Answer.noContent();
        });
    }

    private static BackupId id(String text) {
        try {
            return new BackupId(text);
        } catch (IllegalArgumentException e) {
            throw AdminError.notFound("No backup " + text);
        }
    }

    private BackupStaging embedded() {
        return staging.orElseThrow(() ->
                AdminError.conflict("backup", "The mail lies in a Cassandra cluster: its own tools back that up"));
    }
}
