package dev.agentpost.mail.reception.smtp;

import dev.agentpost.mail.mailauthentication.MailAuthentication;
import dev.agentpost.mail.reception.MailLoop;

/** What a message from the world has to stand. */
record ReceptionChecks(MailLoop loop, MailAuthentication authentication, DmarcPolicy dmarcPolicy) {}
