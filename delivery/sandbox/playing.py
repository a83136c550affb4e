"""How a fault is played: refusing, waiting, keeping silent, hanging up."""

from dataclasses import dataclass

from delivery.sandbox.account import Account
from delivery.sandbox.channel import Channel
from delivery.sandbox.provider import Behaviour, Provider
from delivery.sandbox.world import World


@dataclass(frozen=True, kw_only=True)
class Scene:
    """Where a fault is played: on which connection, against whom."""

    world: World
    provider: Provider
    channel: Channel
    account: Account | None
    #: How many messages this connection has taken.
    accepted: int = 0
    sender: str = ""
    recipient: str = ""

    def count(self, what: str) -> None:
        """Add one to a counter of the provider and the account."""
        self.world.count(self.provider.name, what, self.account)

    async def refuse(self, template: str, **more: str) -> None:
        """Say no in these words."""
        self.count("refused")
        login = self.account.username if self.account else ""
        words = {"login": login, "sender": self.sender, "recipient": self.recipient, **more}
        await self.channel.write(self.channel.filled(template, **words))


async def play(fault: Behaviour, scene: Scene) -> bool:
    """Play a fault; True when the command was refused by it."""
    knobs, replies = scene.world.knobs, scene.provider.replies
    match fault.action:
        case "refuse":
            await scene.refuse(fault.reply)
            return True
        case "greylist":
            wait = scene.world.greylist_wait(scene.sender, scene.recipient)
            if wait > 0:
                await scene.refuse(replies["greylisted"], seconds=str(round(wait) or 1))
            return wait > 0
        case "goodbye":
            if scene.accepted >= knobs.close_after:
                await scene.refuse(replies["goodbye"])
        case "slow":
            await scene.channel.pause(knobs.slow_seconds)
        case "late":
            await scene.channel.pause(knobs.late_seconds)
        case "silence":
            await scene.channel.keep_silent()
        case "drop" | "vanish":
            scene.count("dropped")
            scene.channel.break_off()
    return False
