package dev.agentpost.mail.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.agentpost.mail.cli.InterruptAction;
import dev.agentpost.mail.cli.Steps;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What a server has laid out to be packed: it is told to remove that again, after an interrupt too. */
final class StagedBackup implements AutoCloseable {
    private static final String BACKUPS = "backups";

    /** After an interrupt, for a server that is still laying out. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final AdminClient server;
    private final Steps steps;
    private final CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    private final InterruptAction cleaning;

    private StagedBackup(AdminClient server, Steps steps) throws InterruptedIOException {
        this.server = server;
        this.steps = steps;
        this.cleaning = InterruptAction.of(this::releaseWhenThere);
    }

    /** Takes the server minutes when it holds much. */
    static StagedBackup on(AdminClient server, Steps steps) throws AdminFailure, InterruptedIOException {
        StagedBackup backup = new StagedBackup(server, steps);
        try {
            backup.answer.complete(server.postPatiently(JsonNodeFactory.instance.objectNode(), BACKUPS));
            return backup;
        } catch (AdminFailure failure) {
            backup.answer.cancel(false);
            backup.cleaning.forget();
            throw failure;
        }
    }

    Path folder() {
        return Path.of(answer.join().path("folder").asText());
    }

    String createdAt() {
        return answer.join().path("created_at").asText();
    }

    int schemaVersion() {
        return answer.join().path("schema_version").asInt();
    }

    private void releaseWhenThere() {
        try {
            answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            release();
        } catch (TimeoutException | ExecutionException | CancellationException e) {
            steps.show("the copy in the data folder goes with the next backup, or at the server's next start");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void release() {
        try {
            server.delete(BACKUPS, answer.join().path("id").asText());
        } catch (AdminFailure e) {
            steps.show("the copy in the data folder goes with the next backup, or at the server's next start: "
                    + e.getMessage());
        }
    }

    @Override
    public void close() {
        if (cleaning.forget()) {
            release();
        }
    }
}
