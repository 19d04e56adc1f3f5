package dev.agentpost.mail.integration.benchmark.build;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentpost.mail.integration.benchmark.measure.PreparedMailbox;
import dev.agentpost.mail.integration.benchmark.measure.ServerUnderTest;
import dev.agentpost.mail.integration.harness.Folders;
import dev.agentpost.mail.integration.harness.Json;
import dev.agentpost.mail.integration.harness.RunningServer;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;

/**
 * Data folders with large mailboxes, made once by each build and kept in the cache. A run works on a copy, so that each
 * begins with the same.
 */
public final class PreparedData {
    private static final int STEP = 10_000;

    private final Path folder;
    private final Build build;
    private final Consumer<String> progress;

    public PreparedData(Path cache, Build build, Consumer<String> progress) {
        this.folder = cache.resolve("data").resolve(build.dataName());
        this.build = build;
        this.progress = progress;
    }

    /** Makes the data folder, and adds the mailboxes that are not there yet. */
    public void prepare(Collection<Integer> sizes) {
        TreeSet<Integer> missing = new TreeSet<>(sizes);
        mailboxes().forEach(mailbox -> missing.remove(mailbox.size()));
        if (missing.isEmpty() && Files.exists(folder.resolve("data"))) {
            return;
        }
        progress.accept("preparing mailboxes of " + missing + " messages with " + build.name() + " in " + folder);
        try (ServerUnderTest server = new ServerUnderTest(
                RunningServer.start(build.home(), folder.resolve("data")), Collections.emptyList())) {
            for (int size : missing) {
                add(fill(server, size));
            }
        }
    }

    private PreparedMailbox fill(ServerUnderTest server, int size) {
        return MailboxContent.fill(server, size, there -> {
            if (there % STEP == 0) {
                progress.accept("preparing " + size + " messages: " + there + " are there");
            }
        });
    }

    private Path listFile() {
        return folder.resolve("mailboxes.json");
    }

    private void add(PreparedMailbox mailbox) {
        List<PreparedMailbox> all = new ArrayList<>(mailboxes());
        all.add(mailbox);
        try {
            Files.writeString(listFile(), Json.write(all));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public List<PreparedMailbox> mailboxes() {
        if (!Files.exists(listFile())) {
            return List.of();
        }
        try {
            return StreamSupport.stream(Json.parse(Files.readString(listFile())).spliterator(), false)
                    .map(PreparedData::mailbox)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PreparedMailbox mailbox(JsonNode json) {
        JsonNode inbox = json.get("inbox");
        return new PreparedMailbox(
                json.get("size").asInt(),
                json.get("unseen").asInt(),
                new TestInbox(inbox.get("email").asText(), inbox.get("key").asText()));
    }

    /** Starts the build on a copy of its data. */
    public ServerUnderTest start(Path workFolder) {
        progress.accept("starting " + build.name() + " on a copy of " + folder);
        Folders.copy(folder.resolve("data"), workFolder);
        return new ServerUnderTest(RunningServer.start(build.home(), workFolder), mailboxes());
    }
}
