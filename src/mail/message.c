#include "mail/message.h"

void message_free(struct message *message)
{
    buffer_free(&message->bytes);
}
