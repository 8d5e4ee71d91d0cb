# %% [markdown]
# # 三、等级划线：线划在哪里？换一个划法会怎样？
#
# 看四件事：各组的划线和线上线下的差距、各组名额、换一个划法谁的等级随之改变、哪些线经不起一处笔误。
# 差距很小的线最容易引起异议，会上应先看这些线。

# %%
import xiaoben_analytics as xb

# %%
folder = xb.chosen_folder()  # 学校文件夹：打开工作簿时选定的；也可直接写，如 r"D:\我的学校"
policy = xb.chosen_policy()  # 考核办法：打开时选定的；也可直接写，如 "county-110"

result = xb.open_school(folder, policy)
xb.name_switch()

# %% [markdown]
# ## 划线，以及如果换一个划法
# 拖动滑块，或选中滑块后按方向键；“下一处变化”直接走到名额有变化的比例。各组可以另定比例或名额，
# 取整、同分、权重、一票否决也可以试。图、名额和等级改变的名单随之更新，文件和考核办法不变。
# 调好后写上名称，按“保留”，几个方案就并排比较；“恢复原办法”回到考核办法。保留的方案存在学校文件夹的
# “方案草案.json”里，下次打开还在；在下面的表单或“四、总结报告”里可以选定，记入决议账本。
# 草案可以删改；要留下记录、以后可查的，按“只记下方案”。

# %%
panel = xb.TierExplorer(result)
panel

# %%
xb.DecisionForm(result, folder, panel)

# %% [markdown]
# ## 要由会议定的：线上同分，以及名额怎样取整

# %%
xb.Explorer(result, xb.explore_ties)

# %%
xb.Explorer(result, xb.explore_rounding)

# %% [markdown]
# ## 各组之间公平吗？线稳吗？
# “分高等级低”：别组有人总分更低、等级却更高。“查找”逐条试改每一条记录，看哪条线会因一处笔误而变。

# %%
xb.Explorer(result, xb.explore_fairness)

# %%
xb.FragilityExplorer(result)
