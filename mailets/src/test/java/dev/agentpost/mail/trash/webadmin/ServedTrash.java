package dev.agentpost.mail.trash.webadmin;

import dev.agentpost.mail.admin.webadmin.AdminServer;
import dev.agentpost.mail.trash.InboxWithTrash;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.apache.james.json.DTOConverter;
import org.apache.james.server.task.json.dto.AdditionalInformationDTO;
import org.apache.james.task.Hostname;
import org.apache.james.task.MemoryTaskManager;
import org.apache.james.task.TaskExecutionDetails;
import org.apache.james.webadmin.routes.TasksRoutes;
import org.apache.james.webadmin.utils.JsonTransformer;

/** An inbox in memory whose Trash holds one message too long and one that may stay, behind the admin route. */
public final class ServedTrash implements AutoCloseable {
    private static final Duration RETENTION = Duration.ofDays(30);

    private final InboxWithTrash inbox = new InboxWithTrash();
    private final MemoryTaskManager tasks = new MemoryTaskManager(new Hostname("localhost"));
    private final AdminServer server;

    public ServedTrash() {
        inbox.append(inbox.trash);
        inbox.pass(RETENTION.plusSeconds(1));
        inbox.append(inbox.trash);
        DTOConverter<TaskExecutionDetails.AdditionalInformation, AdditionalInformationDTO> details =
                DTOConverter.of(TrashEmptyingDetailsDto.module());
        server = new AdminServer(
                new Random(1),
                List.of(
                        new TrashRoutes(inbox.emptying(RETENTION), tasks, Clock.systemUTC()),
                        new TasksRoutes(tasks, new JsonTransformer(), details)));
    }

    public AdminServer server() {
        return server;
    }

    public int messages() {
        return inbox.messages(inbox.trash).size();
    }

    @Override
    public void close() {
        server.close();
        tasks.stop();
        inbox.close();
    }
}
