package dev.agentpost.mail.mailboxstore.webadmin;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.agentpost.mail.admin.webadmin.AdminServer;
import dev.agentpost.mail.mailboxstore.Announcement;
import dev.agentpost.mail.mailboxstore.ContentId;
import dev.agentpost.mail.mailboxstore.Folder;
import dev.agentpost.mail.mailboxstore.FolderId;
import dev.agentpost.mail.mailboxstore.FolderMessages;
import dev.agentpost.mail.mailboxstore.FolderStore;
import dev.agentpost.mail.mailboxstore.MessageFlags;
import dev.agentpost.mail.mailboxstore.NewMessage;
import dev.agentpost.mail.mailboxstore.Scavenger;
import dev.agentpost.mail.mailboxstore.integrity.StoreCheck;
import dev.agentpost.mail.mailboxstore.memory.MemoryContentStore;
import dev.agentpost.mail.mailboxstore.memory.MemoryFolderRows;
import dev.agentpost.mail.mailboxstore.memory.MemoryFolderStore;
import dev.agentpost.mail.mailboxstore.rows.FolderRows;
import dev.agentpost.mail.mailboxstore.rows.FolderRowsAudit;
import dev.agentpost.mail.mailboxstore.rows.LaneLimits;
import dev.agentpost.mail.mailboxstore.rows.RowFolderMessages;
import dev.agentpost.mail.mailboxstore.rows.RowUsedContents;
import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.james.json.DTOConverter;
import org.apache.james.server.task.json.dto.AdditionalInformationDTO;
import org.apache.james.task.Hostname;
import org.apache.james.task.MemoryTaskManager;
import org.apache.james.task.TaskExecutionDetails;
import org.apache.james.utils.UpdatableTickingClock;
import org.apache.james.webadmin.routes.TasksRoutes;
import org.apache.james.webadmin.utils.JsonTransformer;

/** A store in memory behind its admin routes: sound, with an empty INBOX of {@link #OWNER}, until something is lost. */
public final class ServedStore implements AutoCloseable {
    public static final String OWNER = "alice@example.com";

    private static final byte[] HEADER = "Subject: hello\r\n\r\n".getBytes(US_ASCII);
    private static final byte[] BODY = "Hello.\r\n".getBytes(US_ASCII);
    static final int MESSAGE_BYTES = HEADER.length + BODY.length;

    private final UpdatableTickingClock clock = new UpdatableTickingClock(Instant.now());
    private final FolderRows rows = new MemoryFolderRows();
    private final FolderMessages messages = new RowFolderMessages(rows, LaneLimits.DEFAULT, clock);
    private final MemoryContentStore contents = new MemoryContentStore(clock);
    private final FolderStore names = new MemoryFolderStore();
    private final Folder inbox = new Folder(FolderId.generate(), OWNER, "INBOX", 7);
    private final MemoryTaskManager tasks = new MemoryTaskManager(new Hostname("localhost"));
    private final AdminServer server;

    public ServedStore() {
        messages.create(inbox.id(), inbox.uidValidity()).block();
        names.create(inbox).block();
        Scavenger scavenger =
                new Scavenger(contents, contents, new RowUsedContents(rows, messages), clock, Duration.ZERO);
        StoreCheck check = new StoreCheck(names, new FolderRowsAudit(rows), messages, contents);
        DTOConverter<TaskExecutionDetails.AdditionalInformation, AdditionalInformationDTO> details =
                DTOConverter.of(StoreCheckDetailsDto.module(), ScavengeDetailsDto.module());
        server = new AdminServer(
                new Random(1),
                List.of(
                        new StoreRoutes(check, scavenger, tasks, Clock.systemUTC()),
                        new TasksRoutes(tasks, new JsonTransformer(), details)));
    }

    public AdminServer server() {
        return server;
    }

    FolderId inbox() {
        return inbox.id();
    }

    public void append() {
        ContentId content = ContentId.generate();
        contents.save(content, inbox.id(), HEADER, new ByteArrayInputStream(BODY), BODY.length)
                .block();
        append(content);
    }

    private void append(ContentId content) {
        NewMessage message = new NewMessage(
                content,
                Optional.empty(),
                MessageFlags.NONE,
                true,
                clock.instant(),
                clock.instant(),
                MESSAGE_BYTES,
                HEADER.length);
        messages.append(inbox.id(), message).block();
    }

    /** A content that no message uses, and three days later. */
    public void leaveContent(boolean released) {
        ContentId content = ContentId.generate();
        contents.save(content, inbox.id(), HEADER, new ByteArrayInputStream(BODY), BODY.length)
                .block();
        if (released) {
            contents.release(List.of(content)).block();
        }
        clock.setInstant(clock.instant().plus(Duration.ofDays(3)));
    }

    /** A message without its content, which no repair brings back. */
    public void loseContent() {
        ContentId content = ContentId.generate();
        contents.announce(inbox.id(), List.of(Announcement.again(content))).block();
        append(content);
    }

    /** A name that leads nowhere, which a repair gives an empty folder. */
    public void loseFolder(String owner) {
        names.create(new Folder(FolderId.generate(), owner, "Sent", 8)).block();
    }

    @Override
    public void close() {
        server.close();
        tasks.stop();
    }
}
