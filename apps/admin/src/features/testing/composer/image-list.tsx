import type { ImageInput } from "@llm-hub/api/schemas";
import CloseIcon from "@mui/icons-material/Close";
import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import Skeleton from "@mui/material/Skeleton";
import visuallyHidden from "@mui/utils/visuallyHidden";
import { plural } from "@/lib/format.ts";

interface ImageListProps {
	images: readonly ImageInput[];
	/** So many files are on their way in. */
	reading: number;
	onRemove: (index: number) => void;
}

/** The images of a message, small. */
export function ImageList({ images, reading, onRemove }: ImageListProps) {
	return (
		<>
			<Box role="status" sx={visuallyHidden}>
				{reading > 0 && `Reading ${plural(reading, "file")}`}
			</Box>
			{images.length + reading > 0 && (
				<Box
					component="ul"
					aria-label="Images"
					aria-busy={reading > 0}
					sx={{ display: "flex", flexWrap: "wrap", gap: 1, m: 0, mt: 1, p: 0, listStyle: "none" }}
				>
					{images.map(({ mediaType, base64 }, index) => (
						<Box
							component="li"
							// biome-ignore lint/suspicious/noArrayIndexKey: an image has no name, and the same one may stand twice
							key={index}
							sx={{ position: "relative", border: 1, borderColor: "divider", borderRadius: 1 }}
						>
							<Box
								component="img"
								src={`data:${mediaType};base64,${base64}`}
								alt={`To send, ${index + 1} of ${images.length}`}
								sx={{ display: "block", width: 64, height: 64, objectFit: "cover", borderRadius: "inherit" }}
							/>
							<IconButton
								aria-label={`Remove image ${index + 1}`}
								onClick={() => onRemove(index)}
								sx={{
									position: "absolute",
									top: -8,
									right: -8,
									p: 0.25,
									bgcolor: "background.paper",
									border: 1,
									borderColor: "divider",
									"&:hover": { bgcolor: "background.paper" },
								}}
							>
								<CloseIcon sx={{ fontSize: 14 }} />
							</IconButton>
						</Box>
					))}
					{Array.from({ length: reading }, (_, index) => (
						// biome-ignore lint/suspicious/noArrayIndexKey: one is as good as another
						<Skeleton key={index} component="li" variant="rounded" width={66} height={66} />
					))}
				</Box>
			)}
		</>
	);
}
