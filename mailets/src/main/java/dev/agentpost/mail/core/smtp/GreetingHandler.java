package dev.agentpost.mail.core.smtp;

import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.ConnectHandler;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.SMTPSession;

/** The first line of a connection; it names neither the software nor its version. */
public class GreetingHandler implements ConnectHandler<SMTPSession> {

    @Override
    public Response onConnect(SMTPSession session) {
        return new SMTPResponse("220", session.getConfiguration().getHelloName() + " ESMTP");
    }
}
