package dev.agentpost.mail.cassandra.embedded;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.nio.file.Path;

/** Loads an agent by the module jdk.attach. A class of its own: without the module it cannot even be loaded. */
final class JdkAttach {
    private JdkAttach() {}

    static void loadAgent(long pid, Path agent, String options) throws IOException {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
            try {
                machine.loadAgent(agent.toString(), options);
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException | AgentLoadException | AgentInitializationException e) {
            throw new IOException(
                    "the embedded Cassandra, process " + pid + ", did not do a snapshot; its output says why", e);
        }
    }
}
